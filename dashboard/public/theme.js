// Sets the theme before the first paint, so that a dark page never flashes white. A file of its own: no inline script is allowed.
(function () {
  var wanted = null;
  try {
    wanted = localStorage.getItem('axle.theme');
  } catch (_) {
    // Storage may be switched off; the system's choice holds then.
  }
  var dark = wanted ? wanted === 'dark' : !matchMedia('(prefers-color-scheme: light)').matches;
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
