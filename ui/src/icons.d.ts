// An icon of lucide's as a component (vite.config.ts makes it).
declare module 'lucide:*' {
  const icon: import('./lib/icons').Icon
  export default icon
}
