import {
  agentMaterials,
  conditionsOf,
  type LocalText,
  type Matter,
  type MatterField,
  type MatterMaterial,
} from '@tongban/kiosk-config/catalogue';
import type { Trouble } from './answers.ts';
import { html, plain, say, type Html, type Language } from './html.ts';
import { factsToAsk, type AskedFact } from './identity.ts';
import { acceptList } from './media-type.ts';
import { link, matterPath, type OfferedMatter } from './views.ts';
import { enterpriseFacts, enterpriseWords, factWords, words } from './words.ts';

/** A form as it is shown: empty, or as it came back with what is to be mended. */
export interface ShownForm {
  readonly key: string;
  readonly language: Language;
  readonly texts: ReadonlyMap<string, string>;
  readonly troubles: readonly Trouble[];
  /** Why the platform refused it. */
  readonly refusal: LocalText | null;
}

/** Guide and form of a matter, from its document alone. */
export function matterContent({ matter, suspension }: OfferedMatter, form: ShownForm): Html {
  const { language } = form;
  return html`<p><a href="${link('/portal/', language)}">← ${say(words.back, language)}</a></p>
    <h1>${say(matter.name, language)}</h1>
    ${summary(form)} ${suspension ? closed(suspension, language) : null} ${guide(matter, language)}
    ${suspension ? null : formContent(matter, form)}`;
}

function closed({ reason, until }: NonNullable<OfferedMatter['suspension']>, language: Language): Html {
  return html`<div class="panel closed" role="note">
    <h2>${say(words.suspended, language)}</h2>
    <p>${say(reason, language)} ${until === null ? null : say(words.until(until.slice(0, 10)), language)}</p>
  </div>`;
}

function guide(matter: Matter, language: Language): Html {
  const { fee, result, legalBasis, summary: text } = matter.guide;
  return html`<p class="lead">${say(text, language)}</p>
    <section class="panel" aria-labelledby="guide">
      <h2 id="guide">${say(words.guide, language)}</h2>
      <dl class="facts-list">
        <dt>${say(words.conditions, language)}</dt>
        <dd>
          <ul>
            ${conditionsOf(matter).map((each) => html`<li>${say(each, language)}</li>`)}
          </ul>
        </dd>
        <dt>${say(words.materials, language)}</dt>
        <dd>
          <ul>
            ${matter.materials.map((each) => html`<li>${say(each.name, language)}${laterHow(each, language)}</li>`)}
          </ul>
        </dd>
        <dt>${say(words.limit, language)}</dt>
        <dd>${say(matter.limit.words, language)}</dd>
        <dt>${say(words.fee, language)}</dt>
        <dd>${say(fee, language)}</dd>
        <dt>${say(words.result, language)}</dt>
        <dd>${say(result, language)}</dd>
        <dt>${say(words.unit, language)}</dt>
        <dd>${say(matter.unit.name, language)}</dd>
        <dt>${say(words.basis, language)}</dt>
        <dd>${say(legalBasis, language)}</dd>
        <dt>${say(words.version, language)}</dt>
        <dd>${matter.version}</dd>
      </dl>
    </section>`;
}

function isRequired({ necessity }: MatterMaterial): boolean {
  return necessity === 'required';
}

/** What is not asked for in the form: how it can be given all the same. */
function laterHow(material: MatterMaterial, language: Language): Html | null {
  return isRequired(material) ? null : html` (${say(material.how, language)})`;
}

/** Filled by the script as well: so it is there, hidden, while nothing is wrong. */
function summary({ troubles, refusal, language }: ShownForm): Html {
  const items = troubles.map(
    ({ input, label, words: text }) =>
      html`<li>
        <a href="#${input}">${say(label, language)}${say(words.colon, language)}${say(text, language)}</a>
      </li>`,
  );
  const isShown = troubles.length > 0 || refusal !== null;
  return html`<div
    id="troubles"
    class="panel trouble"
    role="alert"
    tabindex="-1"
    ${isShown ? null : html`hidden`}
  >
    <h2>${say(refusal ? words.notSubmitted : words.mend, language)}</h2>
    ${refusal ? html`<p>${say(refusal, language)}</p>` : null}
    <ul>
      ${items}
    </ul>
  </div>`;
}

function formContent(matter: Matter, form: ShownForm): Html {
  const { language, key } = form;
  const questions = matter.form.fields.filter(({ ask }) => ask !== undefined);
  const isForEnterprises = matter.needs?.enterprise === true;
  return html`<form
    method="post"
    enctype="multipart/form-data"
    action="${link(matterPath(matter), language)}"
    data-check="${matterPath(matter)}/check"
    data-sending="${plain(words.sending, language)}"
    novalidate
  >
    <input type="hidden" name="key" value="${key}" />
    <input type="hidden" name="lang" value="${language}" />
    <input type="hidden" name="version" value="${matter.version}" />
    <section class="panel" aria-labelledby="person">
      <h2 id="person">${say(isForEnterprises ? words.actsForEnterprise : words.person, language)}</h2>
      <p class="hint">${say(words.personHint, language)}</p>
      ${factsToAsk(matter).map((fact) => factInput(fact, form))}
    </section>
    ${matter.agentFiling ? agentContent(form) : null} ${isForEnterprises ? enterpriseContent(form) : null}
    <section class="panel" aria-labelledby="questions">
      <h2 id="questions">${say(words.questions, language)}</h2>
      ${questions.map((field) => question(matter, field, form))}
    </section>
    ${
      matter.materials.length > 0
        ? html`<section class="panel" aria-labelledby="materials">
            <h2 id="materials">${say(words.materials, language)}</h2>
            ${matter.materials.filter(isRequired).map((each) => material(each, form))}
          </section>`
        : null
    }
    <button type="submit">${say(words.submit, language)}</button>
  </form>`;
}

/** Who files for the applicant, and what only such a person hands in. */
function agentContent(form: ShownForm): Html {
  const { language, texts } = form;
  return html`<section class="panel" aria-labelledby="agent">
    <h2 id="agent">${say(words.agent, language)}</h2>
    <p class="hint">${say(words.agentHint, language)}</p>
    <label class="choice">
      <input
        type="checkbox"
        name="agent.acts"
        value="true"
        ${texts.get('agent.acts') === 'true' ? html`checked` : null}
      />
      ${say(words.agentActs, language)}
    </label>
    ${factInput('name', form, 'agent')} ${factInput('idNumber', form, 'agent')}
    ${agentMaterials.map((each) => material(each, form))}
  </section>`;
}

function enterpriseContent(form: ShownForm): Html {
  const { language } = form;
  return html`<section class="panel" aria-labelledby="enterprise">
    <h2 id="enterprise">${say(words.enterprise, language)}</h2>
    <p class="hint">${say(words.enterpriseHint, language)}</p>
    ${enterpriseFacts.map((fact) => labelled(`enterprise.${fact}`, enterpriseWords[fact], form))}
  </section>`;
}

function factInput(fact: AskedFact, form: ShownForm, whose: 'card' | 'agent' = 'card'): Html {
  return labelled(`${whose}.${fact}`, factWords[fact], form);
}

function labelled(input: string, label: LocalText, form: ShownForm): Html {
  return html`<div class="field">
    <label for="${input}">${say(label, form.language)}</label>
    ${troubleLine(input, form)} ${textInput(input, form, { spellcheck: false })}
  </div>`;
}

function question(matter: Matter, field: MatterField, form: ShownForm): Html {
  const { ask } = field;
  if (!ask) throw new TypeError('a field that comes from the card is not asked');
  const { language } = form;
  const input = `answer.${field.name}`;
  const required = (matter.form.schema['required'] as string[] | undefined) ?? [];
  const isOptional = !required.includes(field.name) && ask.when === undefined;
  const title = html`${say(ask.question, language)}${isOptional ? say(words.optional, language) : null}`;
  const hint = ask.hint ? html`<p class="hint" id="${input}.hint">${say(ask.hint, language)}</p>` : null;
  const when = ask.when
    ? html`data-when="answer.${ask.when.field}" data-values="${JSON.stringify(ask.when.isOneOf)}"`
    : null;
  const described = describedBy(input, ask.hint !== undefined);
  if (ask.kind === 'choice') {
    const choices = (ask.choices ?? []).map(
      ({ value, label }, index) =>
        html`<label class="choice">
          <input
            type="radio"
            name="${input}"
            ${index === 0 ? html`id="${input}"` : null}
            value="${value}"
            ${form.texts.get(input) === value ? html`checked` : null}
          />
          ${say(label, language)}
        </label>`,
    );
    return html`<fieldset class="field" ${when} ${described}>
      <legend>${title}</legend>
      ${hint} ${troubleLine(input, form)} ${choices}
    </fieldset>`;
  }
  if (ask.kind === 'consent') {
    return html`<fieldset class="field" ${when} ${described}>
      <legend>${title}</legend>
      ${hint} ${ask.statement ? html`<p class="statement">${say(ask.statement, language)}</p>` : null}
      ${troubleLine(input, form)}
      <label class="choice">
        <input
          type="checkbox"
          name="${input}"
          id="${input}"
          value="true"
          ${form.texts.get(input) === 'true' ? html`checked` : null}
        />
        ${say(words.agree, language)}
      </label>
    </fieldset>`;
  }
  const isDigits = ask.kind === 'digits' || ask.kind === 'phone';
  const type = ask.kind === 'phone' ? 'tel' : ask.kind === 'date' ? 'date' : 'text';
  return html`<div class="field" ${when}>
    <label for="${input}">${title}</label>
    ${hint} ${troubleLine(input, form)}
    ${textInput(input, form, { type, isDigits, hasHint: ask.hint !== undefined })}
  </div>`;
}

function textInput(
  input: string,
  { texts, troubles }: ShownForm,
  shape: { type?: string; isDigits?: boolean; hasHint?: boolean; spellcheck?: false },
): Html {
  const isWrong = troubles.some((each) => each.input === input);
  return html`<input
    type="${shape.type ?? 'text'}"
    id="${input}"
    name="${input}"
    value="${texts.get(input) ?? ''}"
    autocomplete="off"
    ${shape.isDigits ? html`inputmode="numeric"` : null}
    ${shape.spellcheck === false ? html`spellcheck="false"` : null}
    ${isWrong ? html`aria-invalid="true"` : null}
    ${describedBy(input, shape.hasHint === true)}
  />`;
}

function describedBy(input: string, hasHint: boolean): Html {
  return html`aria-describedby="${hasHint ? `${input}.hint ` : ''}${input}.trouble"`;
}

/** There for each input, empty while nothing is wrong, so that the script only has to fill it. */
function troubleLine(input: string, { troubles, language }: ShownForm): Html {
  const trouble = troubles.find((each) => each.input === input);
  return html`<p class="wrong" id="${input}.trouble" data-for="${input}" ${trouble ? null : html`hidden`}>
    ${trouble ? say(trouble.words, language) : null}
  </p>`;
}

function material({ code, name, source, statement }: MatterMaterial, form: ShownForm): Html {
  const { language } = form;
  const input = `material.${code}`;
  if (source === 'shared') {
    return html`<div class="field">
      <p class="label">${say(name, language)}</p>
      <p class="hint">${say(words.nothingToBring, language)}</p>
    </div>`;
  }
  return html`<div class="field">
    <label for="${input}">${say(name, language)}</label>
    ${statement ? html`<p class="statement">${say(statement, language)}</p>` : null}
    <p class="hint" id="${input}.hint">${say(words.fileKinds[source], language)}</p>
    ${troubleLine(input, form)}
    <input
      type="file"
      id="${input}"
      name="${input}"
      accept="${acceptList(source)}"
      ${describedBy(input, true)}
    />
  </div>`;
}
