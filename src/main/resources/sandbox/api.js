// Client of the control API. A failed request throws an Error with the server's message.
async function call(method, path, body) {
  const response = await fetch("/sandbox" + path, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });
  const result = response.status === 204 ? null : await response.json();
  if (!response.ok) throw new Error(result?.message ?? `${response.status}`);
  return result;
}

export const get = (path) => call("GET", path);
export const post = (path, body) => call("POST", path, body);

/** Uploads a file for an option of a command: {id, filename, …}. */
export async function upload(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let from = 0; from < bytes.length; from += 0x8000) text += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  return post("/attachments", { filename: file.name, content_type: file.type || undefined, data: btoa(text) });
}

export function listen(changed, state) {
  const events = new EventSource("/sandbox/live");
  events.onopen = () => state(true);
  events.onerror = () => state(false);
  events.onmessage = (event) => changed(event.data);
}
