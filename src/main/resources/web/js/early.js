// Runs before the first paint, as a classic script, so that the chosen theme does not flash.
(() => {
  try {
    const theme = localStorage.getItem('dcm.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be disabled; the system's theme is used then.
  }
})();
