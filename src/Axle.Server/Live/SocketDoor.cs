using System.Net.WebSockets;
using Axle.Server.Endpoints.Problems;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.Live;

/// <summary>The beginning of every socket of the API.</summary>
internal static class SocketDoor
{
    /// <summary>Takes a socket in, and serves it until the client goes or the server stops.</summary>
    /// <param name="http">The request.</param>
    /// <param name="serve">Serves it.</param>
    /// <param name="gone">When the client goes.</param>
    /// <param name="stopping">When the server stops.</param>
    /// <exception cref="ApiProblemException">It is no request for a WebSocket.</exception>
    public static async Task ServeAsync(HttpContext http, Func<WebSocket, CancellationToken, Task> serve, CancellationToken gone, CancellationToken stopping)
    {
        if (!http.WebSockets.IsWebSocketRequest)
            throw new ApiProblemException(new ApiProblem(400, "validation", "Invalid request", "This address is a WebSocket: ask with 'Upgrade: websocket'."));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping);
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        await serve(socket, ending.Token);
    }
}
