// Runs before the modules of the page, because both of its tasks come too late there. The number in the name
// changes with the content: files of this folder are kept by browsers for a year.
(() => {
  // Schemas must not try to compile themselves: the content policy forbids code made at run time.
  globalThis.__zod_globalConfig = { jitless: true };
  // The ground of the chosen colours, so that a dark desk does not open with a white flash.
  let mode = null;
  try {
    mode = JSON.parse(localStorage.getItem('tongcang.mode'));
  } catch {
    // Storage may be closed; then the system decides.
  }
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const chosen = mode === 'dark' || mode === 'light' ? mode : system;
  const root = document.documentElement;
  root.style.colorScheme = chosen;
  root.style.background = chosen === 'dark' ? '#0f1216' : '#f4f5f7';
})();
