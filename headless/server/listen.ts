import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The host cannot listen where it was told to; the message says what to change. */
export class ListenFailure extends Error {
  override name = 'ListenFailure'
}

/** Another program has the port. */
export class PortInUse extends ListenFailure {
  override name = 'PortInUse'
}

/** Listens and gives the address that the system chose. Throws ListenFailure. */
export async function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  try {
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
  } catch (error) {
    throw explain(error, host, port)
  }
  const address = server.address()
  if (typeof address === 'object' && address) return address
  throw new ListenFailure(`${host} is no network address; choose another with --host or leave it out.`)
}

function explain(error: unknown, host: string, port: number): ListenFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  switch (code) {
    case 'EADDRINUSE':
      return new PortInUse(`Port ${port} is in use; choose another with --port or leave it out.`)
    case 'EACCES':
      return new ListenFailure(
        `Port ${port} is not permitted to this user; choose another with --port or leave it out.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ListenFailure(`${host} is no address of this machine; choose another with --host or leave it out.`)
    default:
      return new ListenFailure(`Listening on ${host}, port ${port}, failed (${code}); try another --port or --host.`)
  }
}
