// The least that Electron can show: what the attract screen is compared with.
void import('electron').then(async ({ app, BrowserWindow }) => {
  await app.whenReady();
  const window = new BrowserWindow({ x: 0, y: 0, width: 1080, height: 1920, frame: false, show: false });
  window.once('ready-to-show', () => {
    window.show();
    console.log('"window-shown"');
  });
  await window.loadURL('data:text/html,<h1>Tongban</h1>');
});
