/** What a field that holds files asks of them. */
export interface FileSettings {
  max_size_mb?: number;
  accept?: string[];
  max_files?: number;
}

export interface FileLimits {
  /** The ends of the names that are taken, each with its dot; empty: all. */
  accept: string[];
  maxMb: number;
  most: number;
}

export interface Refusal {
  key: "file.tooLarge" | "file.wrongType" | "file.tooMany";
  params: { name: string; limit?: number; accept?: string; most?: number };
}

const pictureEnds = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp"];

export function limitsOf(settings: FileSettings, many: boolean, pictures: boolean): FileLimits {
  const ends = (settings.accept ?? []).map((end) => `.${end.replace(/^\./, "").toLowerCase()}`);
  return {
    accept: pictures ? pictureEnds : ends,
    maxMb: settings.max_size_mb ?? 20,
    most: many ? (settings.max_files ?? 20) : 1,
  };
}

/** Why a file cannot be added to so many others, before it is sent; the server looks at its content too. */
export function refusalOf(file: { name: string; size: number }, others: number, limits: FileLimits): Refusal | null {
  const { name, size } = file;
  if (size > limits.maxMb * 1024 * 1024) {
    return { key: "file.tooLarge", params: { name, limit: limits.maxMb } };
  }
  if (limits.accept.length > 0 && !limits.accept.some((end) => name.toLowerCase().endsWith(end))) {
    return { key: "file.wrongType", params: { name, accept: limits.accept.join(" ") } };
  }
  return others >= limits.most ? { key: "file.tooMany", params: { name, most: limits.most } } : null;
}
