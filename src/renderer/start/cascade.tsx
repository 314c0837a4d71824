import classes from './cascade.module.css';
import photograph from './pictures/photograph.jpg';
import synthetic from './pictures/synthetic.jpg';
import vessels from './pictures/vessels.png';

const steps = [
  { label: 'Photograph', picture: photograph, alt: 'A photograph of a healthy retina' },
  { label: 'Vessels', picture: vessels, alt: 'Its blood vessels, white on black' },
  { label: 'Synthetic', picture: synthetic, alt: 'A synthetic photograph with the same vessels' },
];

/** The three steps of the product on one eye of the sample. */
export function Cascade() {
  return (
    <div className={classes.cascade}>
      {steps.map(({ label, picture, alt }) => (
        <figure key={label} className={classes.card}>
          <img src={picture} alt={alt} width={300} height={200} draggable={false} />
          <figcaption>{label}</figcaption>
        </figure>
      ))}
      <small className={classes.credit}>Photograph: HRF database, Budai et al. 2013, CC BY 4.0</small>
    </div>
  );
}
