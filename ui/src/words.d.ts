// A part of a language's file (words.ts makes it).
declare module '*.ftl?first' {
  const text: string
  export default text
}
