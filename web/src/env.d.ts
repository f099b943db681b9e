declare module 'messages:*' {
  const catalogue: Record<string, never>
  export default catalogue
}
