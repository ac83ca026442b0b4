// Fits each slide before reveal.js takes over: the largest type at which all stands on it; a long table on two or three.
const LEAST = 22, LEAST_OF_A_PART = 24, MOST_PARTS = 3, BOTTOM = 672, WIDTH = 1164, EDGE = 714;

const onSlide = slide => [...slide.querySelectorAll('*')].filter(element => !element.closest('aside'));

function fits(slide) {
  const top = slide.getBoundingClientRect().top;
  return onSlide(slide).every(element =>
    element.getBoundingClientRect().bottom - top <= BOTTOM && element.scrollWidth <= Math.max(WIDTH, element.clientWidth));
}

function largest(slide, least) {
  for (let size = parseInt(getComputedStyle(slide).getPropertyValue('--most')); size >= least; size -= 1) {
    slide.style.setProperty('--size', `${size}px`);
    if (fits(slide)) return size;
  }
  return 0;
}

// Cuts the rows (or items) of a slide into parts of about the same height.
function groups(rows, number) {
  const heights = rows.map(row => row.getBoundingClientRect().height);
  const all = heights.reduce((sum, height) => sum + height, 0);
  const cut = Array.from({length: number}, () => []);
  let sum = 0;
  rows.forEach((row, place) => {
    cut[Math.min(number - 1, Math.floor((sum + heights[place] / 2) / all * number))].push(place);
    sum += heights[place];
  });
  return cut.filter(places => places.length);
}

const movable = slide => onSlide(slide).filter(element => element.matches('tbody tr, ul > li, ol > li'));

function part(slide, places, last) {
  const copy = slide.cloneNode(true);
  const rows = movable(copy);
  if (places[0] > 0) {
    copy.querySelectorAll('.highlight, .printed, h2 ~ p:not(.rest)').forEach(element => element.remove());
    copy.querySelectorAll('ol').forEach(list => { list.start = places[0] + 1; });
  }
  if (rows[0].matches('tr')) {
    const rest = document.createElement('p');
    rest.className = 'rest';
    const first = places[0] + 1, end = places.at(-1) + 1, all = rows.length;
    const those = first < end ? `Rows ${first} to ${end} of ${all}.` : `Row ${first} of ${all}.`;
    rest.textContent = last ? those : `${those} All are in the lesson.`;
    rows[0].closest('table').after(rest);
  }
  rows.filter((row, place) => !places.includes(place)).forEach(row => row.remove());
  return copy;
}

// Long code leaves no room: what it shows gets a slide of its own.
function apart(slide) {
  const results = onSlide(slide).filter(element => element.matches('.cell > :not(.highlight)'));
  if (!results.length || !slide.querySelector('.highlight')) return;
  const copy = slide.cloneNode(true), next = document.createElement('section');
  copy.querySelectorAll('.highlight').forEach(element => element.remove());
  results.forEach(element => element.remove());
  next.append(copy);
  slide.parentElement.after(next);
  [slide, copy].forEach(settle);
}

function spread(slide) {
  const wide = onSlide(slide).find(element => element.matches('table') && element.scrollWidth > WIDTH);
  if (wide) {
    wide.replaceWith(Object.assign(document.createElement('p'), {className: 'rest', textContent: 'The table is in the lesson.'}));
    if (largest(slide, LEAST)) return;
  }
  const rows = movable(slide), stack = slide.parentElement;
  slide.classList.toggle('wraps', rows.length < 2);
  slide.style.setProperty('--size', `${rows.length < 2 ? LEAST : LEAST_OF_A_PART}px`);
  for (let number = 2; number <= rows.length; number += 1) {
    const cut = groups(rows, number);
    const kept = cut.length > MOST_PARTS ? cut.slice(0, 1) : cut;
    const parts = kept.map(places => part(slide, places, kept.length > 1));
    stack.append(...parts);
    const sizes = parts.map(one => largest(one, LEAST_OF_A_PART));
    if (sizes.every(Boolean) || number === rows.length) {
      if (!sizes[0] && slide.querySelector('.highlight')) {
        parts[0].classList.add('wraps');
        if (!fits(parts[0])) { parts.forEach(one => one.remove()); break; }
      }
      parts.forEach(one => one.style.setProperty('--size', `${Math.max(LEAST, Math.min(...sizes))}px`));
      parts.filter(one => !fits(one)).forEach(one => one.classList.add('wraps'));
      slide.remove();
      parts.slice(1).reverse().forEach(one => {
        const next = document.createElement('section');
        next.append(one);
        stack.after(next);
      });
      return;
    }
    parts.forEach(one => one.remove());
  }
  if (!fits(slide)) apart(slide);
}

function settle(slide) {
  slide.classList.remove('wraps');
  if (slide.dataset.kind === 'chart' || largest(slide, LEAST)) return;
  slide.classList.add('wraps');  // lines are folded only where the smallest type runs off the slide
  if (fits(slide)) return;
  slide.classList.remove('wraps');
  spread(slide);
}

const slides = document.querySelector('.slides');
slides.classList.add('measured');
[...slides.querySelectorAll('section > section')].forEach(settle);
// What does not fit even so is marked, for whoever translates or changes a lesson.
slides.querySelectorAll('section > section').forEach(slide => {
  const top = slide.getBoundingClientRect().top;
  slide.toggleAttribute('data-cut', onSlide(slide).some(element => element.getBoundingClientRect().bottom - top > EDGE));
});
slides.classList.remove('measured');

Reveal.initialize({
  width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 4,
  center: false, hash: true, slideNumber: 'c/t', controlsTutorial: false,
  transition: 'none', backgroundTransition: 'none', autoAnimate: false,
  plugins: [RevealNotes],
});
