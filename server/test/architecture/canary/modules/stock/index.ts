export const verbs: string[] = [];
