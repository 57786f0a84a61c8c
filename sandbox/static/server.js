// The controls of the sandbox this page came from.

export async function get(path) {
  return answered(await fetch(`/_control/${path}`, { cache: "no-store" }));
}

export async function post(path, body) {
  const headers = { "content-type": "application/json" };
  return answered(
    await fetch(`/_control/${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

export async function remove(path) {
  return answered(await fetch(`/_control/${path}`, { method: "DELETE" }));
}

async function answered(response) {
  const value = await response.json();
  if (!response.ok) throw new Error(value.error ?? `status ${response.status}`);
  return value;
}
