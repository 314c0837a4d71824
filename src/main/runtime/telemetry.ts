/**
 * ONNX Runtime's builds send usage data to its maker unless told not to before the first session. Native code sees
 * this only when it is set on the main thread, so what starts a worker that runs networks imports this module first.
 */
process.env.ORT_DISABLE_TELEMETRY = '1';
