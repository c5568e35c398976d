// What is known of each language's numbers and times (cldr.ts makes it).
declare module 'cldr:facts' {
  const facts: Record<import('./lib/i18n.svelte').Language, import('../cldr').Facts>
  export default facts
}
