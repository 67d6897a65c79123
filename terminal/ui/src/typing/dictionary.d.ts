declare module 'virtual:typing-dictionary' {
  const dictionary: import('@tongban/typing').Dictionary;
  export default dictionary;
}
