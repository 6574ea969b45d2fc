using System.Net.WebSockets;

namespace Axle.Agents.Kinds;

/// <summary>Asks a remote agent over a WebSocket: one message with the work, one with the answer.</summary>
internal static class RemoteSocket
{
    private const int PieceLength = 16 * 1024;

    public static async Task<byte[]> AskAsync(
        Uri url, IEnumerable<KeyValuePair<string, string>> headers, byte[] work, string who, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in headers)
            socket.Options.SetRequestHeader(name, value);
        try
        {
            await socket.ConnectAsync(url, cancellationToken);
            await socket.SendAsync(work, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            var answer = await ReceiveAsync(socket, who, cancellationToken);
            if (socket.State == WebSocketState.Open)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
            return answer;
        }
        catch (WebSocketException fault) when (!cancellationToken.IsCancellationRequested)
        {
            var status = (int)socket.HttpStatusCode;
            throw status is 0 or 101
                ? new AxleException(ErrorKind.Network, $"{who} cannot be reached, or hung up: {AgentWire.Quote(fault.Message)}. Is it running, and is its 'url' right?", fault)
                : new AxleException(RemoteAgents.KindOf(status), $"{who} answered with HTTP status {status} instead of a WebSocket.", fault);
        }
    }

    private static async Task<byte[]> ReceiveAsync(ClientWebSocket socket, string who, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        var piece = new byte[PieceLength];
        while (true)
        {
            var received = await socket.ReceiveAsync(piece.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
                throw new AxleException(ErrorKind.Network, $"{who} hung up without an answer.");
            if (answer.Length + received.Count > AgentWire.MostBytes)
                throw new AxleException(ErrorKind.MalformedAnswer, $"{who} answered more than {AgentWire.MostBytes >> 20} MB.");
            answer.Write(piece, 0, received.Count);
            if (received.EndOfMessage)
                return answer.ToArray();
        }
    }
}
