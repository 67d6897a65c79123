// The least that the screens do: draw the view's name and phase, and say whether core is away.
const show = (view) => {
  const { screen, phase } = view.session;
  document.querySelector('#screen').textContent = phase === undefined ? screen : `${screen} ${phase}`;
};
window.tongban.onView(show);
window.tongban.onCoreAway((away) => {
  document.querySelector('#away').textContent = String(away);
});
window.tongban.call('view.get', {}).then(show, () => undefined);
