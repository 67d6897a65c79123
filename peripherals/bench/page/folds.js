/** Cards that are folded to their name and state. What somebody opened or folded is remembered on this machine. */
const FOLDS_KEY = 'bench-folds';

let remembered = {};
try {
  remembered = JSON.parse(localStorage.getItem(FOLDS_KEY) ?? '{}');
} catch {
  // Somebody else wrote there: begin anew.
  localStorage.removeItem(FOLDS_KEY);
}
let restored = false;

function fold(id, folded) {
  const card = document.getElementById(id);
  card?.classList.toggle('folded', folded);
  card?.querySelector('.fold').setAttribute('aria-expanded', String(!folded));
}

/** Once, when all cards are there. */
export function restoreFolds() {
  if (restored) return;
  restored = true;
  for (const [id, folded] of Object.entries(remembered)) fold(id, folded);
}

export function toggleFold(id) {
  const folded = !document.getElementById(id).classList.contains('folded');
  fold(id, folded);
  remembered[id] = folded;
  localStorage.setItem(FOLDS_KEY, JSON.stringify(remembered));
}
