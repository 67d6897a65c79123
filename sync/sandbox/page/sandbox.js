import { words } from './words.js';

const REFRESH_MS = 1000;
const DAY_MS = 86_400_000;
/** A platform of Shanghai shows the time of Shanghai, wherever somebody looks at it. */
const ZONE = { timeZone: 'Asia/Shanghai' };

let language = 'zh-CN';
let state = null;
let shown = '';

const byId = (id) => document.getElementById(id);
const say = (name) => words[language][name] ?? name;
const localWords = (text) => (language === 'en' ? (text.en ?? text.zh) : text.zh);

/** Makes an element; texts become text nodes, so nothing that a platform stores is ever read as HTML. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'onclick' || key === 'onchange') made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

async function order(what) {
  const told = byId('told');
  try {
    const answer = await fetch('/sandbox/orders', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(what),
    });
    const body = await answer.json();
    told.classList.toggle('trouble', !answer.ok);
    told.textContent = answer.ok ? [say('done'), body.made].filter(Boolean).join(' · ') : body.title;
  } catch {
    told.classList.add('trouble');
    told.textContent = say('unreachable');
  }
  await refresh();
}

const button = (word, what, kind = '') =>
  element('button', { type: 'button', class: kind, onclick: () => void order(what) }, say(word));

function mark(word, kind) {
  return element('span', { class: `state ${kind}` }, say(word));
}

const stateKinds = { 'need-supplement': 'wait', returned: 'wait', finished: 'done', submitted: '' };

function applicationRow(each, matters) {
  const matter = matters.get(each.handleItem);
  const [applyNo, verbs] = [each.applyNo, ordersFor(each, matter)];
  const select = element(
    'select',
    {
      'aria-label': `${say('do')} ${applyNo}`,
      onchange: (event) => {
        const chosen = verbs[Number(event.target.value)];
        event.target.value = '';
        if (chosen) void order(chosen.order);
      },
    },
    element('option', { value: '' }, say('chooseOrder')),
    ...verbs.map(({ word }, index) => element('option', { value: String(index) }, say(word))),
  );
  const time = each.receivedAt ? new Date(each.receivedAt).toLocaleString(language, ZONE) : '';
  const double = each.doubleOf ? [element('small', {}, ` ${say('doubleOf')} ${each.doubleOf}`)] : [];
  return element(
    'tr',
    {},
    element('td', { class: 'number' }, applyNo, ...double),
    element('td', {}, matter ? localWords(matter.name) : each.handleItem),
    element('td', {}, mark(each.state, stateKinds[each.state] ?? 'wait')),
    element('td', { class: 'number' }, time),
    element('td', { class: 'number' }, each.limitDate ?? ''),
    element('td', {}, each.terminalId),
    element('td', {}, select),
  );
}

function ordersFor({ applyNo, state: now, receivedAt }, matter) {
  const simple = (verb) => ({ word: verb, order: { verb, applyNo } });
  if (receivedAt === null) return [simple('lose-record')];
  const [material] = matter?.materials ?? [];
  const reason = { zh: '图像不清晰，请重新提供。', en: 'The picture is not clear; please give it again.' };
  const needs = material ? [{ kind: 'material', name: material.code, reason }] : [];
  return [
    ...(now === 'submitted' && material
      ? [{ word: 'ask-for-supplement', order: { verb: 'ask-for-supplement', applyNo, needs } }]
      : []),
    ...['passed', 'rectify', 'refused'].map((result) => ({
      word: result,
      order: { verb: 'give-pre-review', applyNo, result },
    })),
    ...['finish', 'return-for-correction', 'lose-record', 'alter-record', 'double-record'].map(simple),
  ];
}

function matterRow({ handleItem, version, status, name }) {
  const states = { 1: ['inForce', 'done'], 2: ['suspended', 'wait'], 3: ['ended', 'bad'] };
  const publish = (change) => ({ verb: 'publish-version', handleItem, change });
  const buttons =
    status === 3
      ? []
      : [
          status === 1
            ? button('suspend-matter', { verb: 'suspend-matter', handleItem })
            : button('resume-matter', { verb: 'resume-matter', handleItem }),
          button('textVersion', publish('text')),
          button('materialVersion', publish('new-material')),
          button('terminate-matter', { verb: 'terminate-matter', handleItem }, 'danger'),
        ];
  const title = element('span', { class: 'name' }, localWords(name), element('small', {}, version ?? ''));
  return element('li', {}, title, mark(...states[status]), ...buttons);
}

function unitRow({ unitCode, connected, name }) {
  return element(
    'li',
    {},
    element('span', { class: 'name' }, name ? localWords(name) : '', element('small', {}, unitCode)),
    connected ? mark('connected', 'done') : mark('cutOff', 'bad'),
    connected
      ? button('cut-off-unit', { verb: 'cut-off-unit', unitCode }, 'danger')
      : button('connect-unit', { verb: 'connect-unit', unitCode }),
  );
}

function terminalRow({ terminalId, revoked, heardAt }) {
  const heard = heardAt
    ? `${say('heard')} ${new Date(heardAt).toLocaleTimeString(language, ZONE)}`
    : say('neverHeard');
  return element(
    'li',
    {},
    element('span', { class: 'name' }, terminalId, element('small', {}, heard)),
    revoked ? mark('revoked', 'bad') : mark('admitted', 'done'),
    revoked
      ? button('admit-terminal', { verb: 'admit-terminal', terminalId })
      : button('revoke-terminal', { verb: 'revoke-terminal', terminalId }, 'danger'),
  );
}

function fill(select, values) {
  const chosen = select.value;
  select.replaceChildren(...values.map((value) => element('option', { value }, say(value))));
  if (values.includes(chosen)) select.value = chosen;
}

function show() {
  const matters = new Map(state.matters.map((each) => [each.handleItem, each]));
  const newestFirst = [...state.applications].reverse();
  byId('applications').replaceChildren(...newestFirst.map((each) => applicationRow(each, matters)));
  byId('no-applications').hidden = newestFirst.length > 0;
  byId('matters').replaceChildren(...state.matters.map(matterRow));
  byId('units').replaceChildren(...state.units.map(unitRow));
  byId('terminals').replaceChildren(
    ...(state.terminals.length > 0
      ? state.terminals.map(terminalRow)
      : [element('li', { class: 'nothing' }, say('noTerminals'))]),
  );
  fill(byId('operation'), ['any', ...state.operations]);
  fill(byId('kind'), state.faultKinds);
  byId('waiting').replaceChildren(
    ...state.faults.waiting.map(({ target, kind, repeated }) =>
      element('li', {}, `${say(target)} · ${kind} · ${say(repeated ? 'always' : 'once')}`),
    ),
  );
  byId('platform').replaceChildren(
    button('back-up', { verb: 'back-up' }),
    ...(state.hasBackup ? [button('restore-backup', { verb: 'restore-backup' }, 'danger')] : []),
    button('dayAhead', { verb: 'set-clock', aheadMs: DAY_MS }),
    button('dayBehind', { verb: 'set-clock', aheadMs: -DAY_MS }),
    ...(state.clock.aheadMs === 0 ? [] : [button('rightTime', { verb: 'set-clock', aheadMs: 0 })]),
  );
}

function showFacts() {
  byId('facts').textContent = words[language].facts({
    time: new Date(state.clock.now).toLocaleString(language, ZONE),
    requests: state.requests,
    records: state.libraryRecords.count,
    lag: (state.libraryRecords.longestLagMs / 1000).toFixed(1),
    ratings: state.ratings,
    tickets: state.tickets,
  });
}

/** Draws again only what changed, so that an open list stays open. */
async function refresh() {
  try {
    state = await (await fetch('/sandbox/state')).json();
  } catch {
    byId('told').classList.add('trouble');
    byId('told').textContent = say('unreachable');
    return;
  }
  showFacts();
  const { clock, requests: _requests, ...rest } = state;
  const now = JSON.stringify([language, clock.aheadMs, rest]);
  if (now === shown) return;
  shown = now;
  show();
}

function translate() {
  document.documentElement.lang = language;
  for (const each of document.querySelectorAll('[data-word]')) each.textContent = say(each.dataset.word);
  byId('language').textContent = say('language');
  byId('language').lang = language === 'en' ? 'zh-CN' : 'en';
  document.title = `${say('title')} · 通办`;
}

byId('language').addEventListener('click', () => {
  language = language === 'en' ? 'zh-CN' : 'en';
  translate();
  void refresh();
});
for (const verb of ['fail-next', 'fail-repeatedly']) {
  byId(verb).addEventListener('click', () => {
    void order({ verb, operation: byId('operation').value, kind: byId('kind').value });
  });
}
byId('clear-faults').addEventListener('click', () => void order({ verb: 'clear-faults' }));

translate();
await refresh();
setInterval(() => void refresh(), REFRESH_MS);
