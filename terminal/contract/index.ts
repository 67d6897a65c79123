/**
 * The one typed contract between the screens (ui), the shell and core.
 *
 * Core owns the session. The screens hold nothing: core pushes a whole {@link KioskView} whenever anything
 * changes, the screens draw it and send back intents ({@link methods}). So a renderer that crashed is drawn again
 * where the citizen was. Identity numbers leave core masked only; {@link methods} `session.reveal` is the one
 * exception and lasts as long as a finger is on the button.
 */
export * from './credit-code.ts';
export * from './handwriting.ts';
export * from './hotline.ts';
export * from './methods.ts';
export * from './money.ts';
export * from './rating.ts';
export * from './view.ts';
