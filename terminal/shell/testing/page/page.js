// The least that the screens do: draw the view's name and phase, and say whether core is away.
let shown = 0;
const show = (view) => {
  // The answer to view.get and what core tells by itself may overtake each other.
  if (view.revision < shown) return;
  shown = view.revision;
  const { screen, phase } = view.session;
  document.querySelector('#screen').textContent = phase === undefined ? screen : `${screen} ${phase}`;
};
window.tongban.onView(show);
window.tongban.onCoreAway((away) => {
  document.querySelector('#away').textContent = String(away);
});
window.tongban.call('view.get', {}).then(show, () => undefined);
