import { isIP, type AddressInfo } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'

/**
 * The addresses under which a browser may speak to this host. A page elsewhere can make its own name resolve to this
 * machine (DNS rebinding); its requests then carry that name, and are refused for it.
 */
export class OwnAddresses {
  /** The address to open, without a path. */
  readonly base: string
  readonly #port: string
  readonly #names: ReadonlySet<string>
  readonly #everyAddress: boolean

  /** `wanted` is what the caller asked to listen on, `bound` what the system made of it. */
  constructor(wanted: string, bound: AddressInfo) {
    this.#port = String(bound.port)
    this.#everyAddress = bound.address === '0.0.0.0' || bound.address === '::'
    const names = [bound.address, wanted.toLowerCase()]
    if (this.#everyAddress) names.push('localhost', hostname().toLowerCase())
    if (isLoopback(bound.address)) names.push('localhost')
    this.#names = new Set(names)
    this.base = `http://${bracketed(this.#everyAddress ? outsideAddress() : bound.address)}:${this.#port}`
  }

  /** Whether a `Host` header names this host. */
  includes(header: string | undefined): header is string {
    if (!header || !/^[\w.:[\]-]+$/.test(header) || !URL.canParse(`http://${header}`)) return false
    const { hostname: name, port } = new URL(`http://${header}`)
    if ((port || '80') !== this.#port) return false
    const bare = name.replace(/^\[|\]$/g, '')
    // Listening everywhere, every numeric address will do: rebinding needs a name.
    return this.#names.has(bare) || (this.#everyAddress && isIP(bare) !== 0)
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}

function bracketed(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address
}

/** An address at which other machines may reach this one. */
function outsideAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1'
}
