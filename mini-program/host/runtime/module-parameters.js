/** Parameters of every module function that the build writes and the module loader calls, in this order. */
export const MODULE_PARAMETERS = [
  'require', 'module', 'exports', 'wx', 'App', 'Page', 'Component', 'Behavior', 'getApp', 'getCurrentPages', 'WXWebAssembly',
]
