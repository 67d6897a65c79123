/** Help while a form is filled in. Without it the page does the same with one more round to the server. */

const form = document.querySelector('form[data-check]');
const summary = document.getElementById('troubles');

if (summary && !summary.hidden) summary.focus();
summary?.addEventListener('click', (event) => {
  // The link alone would scroll there and leave the keyboard behind.
  if (event.target.hash) document.getElementById(event.target.hash.slice(1))?.focus();
});
if (form) {
  form.addEventListener('change', (event) => {
    showAskedQuestions();
    if (event.target.name) void check(event.target.name);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  showAskedQuestions();
}

/** A question that depends on another answer is shown, and posted, only with that answer. */
function showAskedQuestions() {
  for (const question of form.querySelectorAll('[data-when]')) {
    const chosen = new FormData(form).get(question.dataset.when);
    const isAsked = JSON.parse(question.dataset.values).includes(chosen);
    question.hidden = !isAsked;
    for (const input of question.querySelectorAll('input')) input.disabled = !isAsked;
  }
}

/** Asks the server, which knows the matter's schema; files stay here. Answers what is wrong, by input. */
async function troubles() {
  const data = new FormData(form);
  for (const input of form.querySelectorAll('input[type=file]')) data.delete(input.name);
  const answer = await fetch(form.dataset.check, { method: 'POST', body: data });
  if (!answer.ok) throw new Error('the check was not answered');
  return (await answer.json()).troubles;
}

/** Shows what is wrong with one input. */
async function check(changed) {
  try {
    show(await troubles(), (name) => name === changed);
  } catch {
    // No help from the server: it checks again when the form is posted.
  }
}

function show(found, concerns) {
  for (const line of form.querySelectorAll('[data-for]')) {
    const name = line.dataset.for;
    if (!concerns(name)) continue;
    const trouble = found.find(({ input }) => input === name);
    line.textContent = trouble ? trouble.words : '';
    line.hidden = !trouble;
    const input = document.getElementById(name);
    if (input.type === 'radio' || input.type === 'checkbox') continue;
    if (trouble) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  }
}

/** Looks first, so that nobody has to choose files again because of a telephone number. */
async function submit() {
  const button = form.querySelector('button[type=submit]');
  if (button.getAttribute('aria-disabled') === 'true') return;
  const label = button.textContent;
  button.setAttribute('aria-disabled', 'true');
  button.textContent = form.dataset.sending;
  let found = [];
  try {
    found = await troubles();
  } catch {
    // Posting says what is wrong.
  }
  if (found.length === 0) {
    form.submit();
    return;
  }
  button.removeAttribute('aria-disabled');
  button.textContent = label;
  show(found, () => true);
  const list = summary.querySelector('ul');
  list.replaceChildren(
    ...found.map(({ input, inSummary }) => {
      const link = document.createElement('a');
      link.href = `#${input}`;
      link.textContent = inSummary;
      const item = document.createElement('li');
      item.append(link);
      return item;
    }),
  );
  summary.hidden = false;
  summary.focus();
}

// A browser that comes back to the page shows it as it was left; then it may be sent again.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
