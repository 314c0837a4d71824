import { describe, expect, test } from 'vitest';
import { admit, newLock } from '../../src/main/api/guard.ts';

const lock = newLock();
const cookie = `${lock.cookie}=${lock.token}`;

function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const request = new Request(`http://127.0.0.1:7788${path}`, { method });
  for (const [name, value] of Object.entries({ host: '127.0.0.1:7788', ...headers }))
    request.headers.set(name, value);
  return admit(request, lock);
}

describe('the guard of a browser session', () => {
  test('gives every session another token', () => {
    expect(newLock().token).not.toBe(lock.token);
    expect(newLock().cookie).not.toBe(lock.cookie);
    expect(Buffer.from(lock.token, 'base64url')).toHaveLength(32);
  });

  test('turns the token of the address into a cookie that no script reads', () => {
    expect(ask(`/review?token=${lock.token}&image=3`)).toEqual({
      kind: 'exchanged',
      location: '/review?image=3',
      setCookie: `${lock.cookie}=${lock.token}; HttpOnly; SameSite=Strict; Path=/`,
    });
  });

  test('never sends the browser to another host', () => {
    expect(ask(`//evil.example/?token=${lock.token}`)).toMatchObject({ location: '/evil.example/' });
    expect(ask(`/\\evil.example/?token=${lock.token}`)).toMatchObject({ location: '/evil.example/' });
  });

  test.each([
    ['the page itself', '127.0.0.1:7788', 'http://127.0.0.1:7788'],
    ['a tunnel to another port', 'localhost:9000', 'http://localhost:9000'],
    ['IPv6', '[::1]:7788', 'http://[::1]:7788'],
  ])('admits a request of %s', (_, host, origin) => {
    expect(ask('/api/projects', { host, origin, cookie, 'sec-fetch-site': 'same-origin' }, 'POST')).toEqual({
      kind: 'admitted',
    });
  });

  test('finds its cookie among others', () => {
    expect(ask('/', { cookie: `a=b; ${cookie}; c=d` })).toEqual({ kind: 'admitted' });
  });

  test.each<[string, string, Record<string, string>, string]>([
    ['without a token', '/', {}, 'has not opened the session'],
    ['with a wrong token', '/?token=guess', {}, 'has not opened the session'],
    ['with an empty token', '/?token=', {}, 'has not opened the session'],
    ['with a wrong cookie', '/', { cookie: `${lock.cookie}=guess` }, 'has not opened the session'],
    ['of a rebound name (DNS rebinding)', '/', { cookie, host: 'evil.example:7788' }, 'evil.example:7788'],
    ['of a name that begins like ours', '/', { cookie, host: '127.0.0.1.evil.example' }, 'evil.example'],
    ['of an address of the network', '/', { cookie, host: '192.168.1.7:7788' }, '192.168.1.7'],
    ['of a foreign page (CSRF)', '/api/jobs', { cookie, origin: 'https://evil.example' }, 'evil.example'],
    ['of another local server', '/api/jobs', { cookie, origin: 'http://127.0.0.1:3000' }, ':3000'],
    [
      'of another name of this machine',
      '/api/jobs',
      { cookie, origin: 'http://localhost:7788' },
      'localhost',
    ],
    ['of a sandboxed frame', '/api/jobs', { cookie, origin: 'null' }, 'null'],
    ['of TLS', '/api/jobs', { cookie, origin: 'https://127.0.0.1:7788' }, 'https'],
    ['of a foreign picture', '/api/files/a.jpg', { cookie, 'sec-fetch-site': 'cross-site' }, 'Another site'],
    [
      'of a local picture',
      '/api/files/a.jpg',
      { cookie, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' },
      'Another site',
    ],
    [
      'of a link into the service',
      '/api/projects',
      { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
      'Another site',
    ],
    [
      'with the token from a foreign origin',
      `/?token=${lock.token}`,
      { origin: 'https://evil.example' },
      'evil',
    ],
    ['with the token for a foreign host', `/?token=${lock.token}`, { host: 'evil.example' }, 'evil'],
  ])('refuses a request %s', (_, path, headers, message) => {
    expect(ask(path, headers)).toEqual({
      kind: 'refused',
      error: expect.objectContaining({ code: 'forbidden', message: expect.stringContaining(message) }),
    });
  });

  test('does not take the token with a request that changes something', () => {
    expect(ask(`/api/projects/close?token=${lock.token}`, {}, 'POST')).toMatchObject({ kind: 'refused' });
  });

  test('lets a link on another site open the page', () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(ask(`/?token=${lock.token}`, headers)).toMatchObject({ kind: 'exchanged', location: '/' });
  });
});
