// The least that the screens do: draw the view's name, and say whether core is away.
const show = (view) => {
  document.querySelector('#screen').textContent = view.session.screen;
};
window.tongban.onView(show);
window.tongban.onCoreAway((away) => {
  document.querySelector('#away').textContent = String(away);
});
window.tongban.call('view.get', {}).then(show, () => undefined);
