declare module 'messages:*' {
  const catalogue: Record<string, never>
  export default catalogue
}
declare module '*.tsv?raw' {
  const text: string
  export default text
}
