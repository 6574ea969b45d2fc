/**
 * Whether this page may use passkeys: the browser can, and the page has a name. WebAuthn ties passkeys to a domain, and an address such as 127.0.0.1 is none.
 */
export function passkeysWork(host = location.hostname): boolean {
  const can = typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;
  return can && !isAddress(host);
}

export function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}

/** Has the device make a passkey; its answer as the server reads it. Undefined when the person changed their mind. */
export async function makePasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<object | undefined> {
  return answerOf(() => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }));
}

/** Has the device prove that it has a passkey. Undefined when the person changed their mind. */
export async function askPasskey(options: PublicKeyCredentialRequestOptionsJSON): Promise<object | undefined> {
  return answerOf(() => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }));
}

async function answerOf(ask: () => Promise<Credential | null>): Promise<object | undefined> {
  try {
    const credential = await ask();
    return credential instanceof PublicKeyCredential ? (credential.toJSON() as object) : undefined;
  } catch (error) {
    // The browser says this of everybody who closes its window, and of nothing else that could be told.
    if (error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError')) return undefined;
    if (error instanceof DOMException && error.name === 'InvalidStateError')
      throw new Error('This device holds a passkey of yours already.', { cause: error });
    throw error;
  }
}
