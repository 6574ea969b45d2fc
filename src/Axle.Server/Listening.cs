using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server;

/// <summary>What servers have in common: the beginning, and where they listen.</summary>
internal static class Listening
{
    /// <summary>Begins to listen; what cannot begin is disposed of.</summary>
    /// <param name="app">The server.</param>
    /// <param name="address">On which address.</param>
    /// <param name="port">On which port.</param>
    /// <param name="mend">What to do when that cannot be had.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: the address is in use, or not of this machine.</exception>
    public static async Task BeginAsync(this WebApplication app, IPAddress address, int port, string mend, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new AxleException(ErrorKind.Validation, $"{address}:{port} cannot be listened on: {e.Message} {mend}", e);
        }
    }

    /// <summary>Where it listens.</summary>
    public static Uri Url(this WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
}
