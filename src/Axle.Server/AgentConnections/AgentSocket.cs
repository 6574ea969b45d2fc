using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Axle.Agents.Connections;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;

namespace Axle.Server.AgentConnections;

/// <summary>One process of an agent on its socket: reads what it says, one message after the other, and writes what it is to know.</summary>
/// <param name="socket">The socket.</param>
/// <param name="who">Who offers the agent.</param>
/// <param name="agents">Takes it in.</param>
/// <param name="time">The clock.</param>
/// <param name="access">Whether it may still be there; null when nobody takes that away.</param>
internal sealed class AgentSocket(WebSocket socket, Principal who, ConnectedAgents agents, TimeProvider time, StandingAccess? access) : IAgentLink
{
    private const int MostUnsent = 10_000;
    private const int PieceLength = 16 * 1024;
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2);
    private readonly ConnectionOptions _options = agents.Options;
    private readonly Channel<byte[]> _unsent = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostUnsent) { SingleReader = true });
    private string? _why;
    private byte[]? _tooLarge;

    /// <summary>Serves the process until it goes, or the server stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var writing = WriteAsync(ending);
        var looking = LookAsync(ending);
        AgentSession? session = null;
        try
        {
            session = await RegisterAsync(ending.Token);
            while (session is not null && await ReceiveAsync(ending.Token) is { } message)
            {
                session.Hear();
                await HearAsync(session, message, ending.Token);
            }

            // Said again on every connection it would end every one: its task has failed, and is dropped when the process comes back.
            if (session is not null && _tooLarge is not null && AgentMessages.Head(_tooLarge) is { } head)
                await EndAsync(session, head.Task, AgentMessages.Malformed(_why!), ending.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The process went away, or the server stops.
        }
        finally
        {
            session?.Lose();
            _unsent.Writer.TryComplete();
            await writing;
            await ending.CancelAsync();
            await looking;
        }
    }

    /// <inheritdoc/>
    public void HandOut(string task, ReadOnlyMemory<byte> work) => Send(AgentMessages.Task(task, work.Span));

    /// <inheritdoc/>
    public void Cancel(string task) => Send(AgentMessages.Cancel(task));

    /// <inheritdoc/>
    public void Close(string why)
    {
        _why = why;
        _unsent.Writer.TryComplete();
    }

    private void Send(byte[] message)
    {
        // One that reads nothing is let go of; it may come back.
        if (!_unsent.Writer.TryWrite(message) && !_unsent.Reader.Completion.IsCompleted)
            socket.Abort();
    }

    private async Task<AgentSession?> RegisterAsync(CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(_options.Lease, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            if (await ReceiveAsync(either.Token) is not { } first)
                return null;
            var registration = AgentMessages.Registration(AgentMessages.Read(first.Span));
            var session = await agents.ConnectAsync(who.Tenant, who.User, registration, this, stop);
            Send(AgentMessages.Registered(registration.Agent, session, _options));
            session.Begin();
            return session;
        }
        catch (Exception fault) when (ApiProblem.Of(fault) is { } problem)
        {
            Send(AgentMessages.Problem(problem));
            _why = "The agent was not registered.";
            return null;
        }
    }

    private async Task HearAsync(AgentSession session, ReadOnlyMemory<byte> utf8, CancellationToken stop)
    {
        try
        {
            var message = AgentMessages.Read(utf8.Span);
            switch (AgentMessages.Text(message, "type"))
            {
                case "heartbeat":
                    Send(AgentMessages.Heartbeat);
                    break;
                case "text":
                    session.Write(AgentMessages.Text(message, "task"), AgentMessages.Seq(message), AgentMessages.Text(message, "text"));
                    Acknowledge(message);
                    break;
                case "event":
                    session.Tell(
                        AgentMessages.Text(message, "task"), AgentMessages.Seq(message), AgentMessages.Text(message, "name"), AgentMessages.Text(message, "text"));
                    Acknowledge(message);
                    break;
                case "result":
                    var seq = AgentMessages.Seq(message);
                    var task = AgentMessages.Text(message, "task");
                    if (await EndAsync(session, task, AgentMessages.Answer(message), stop))
                        Send(AgentMessages.Ack(task, seq));
                    break;
                case "drain":
                    session.Drain();
                    break;
                default:
                    throw new AxleException(ErrorKind.Validation, "'type' is one of heartbeat, text, event, result, drain.");
            }
        }
        catch (Exception fault) when (ApiProblem.Of(fault) is { } problem)
        {
            Send(AgentMessages.Problem(problem));
            // Said again on every connection it would be refused on every one. Nobody says a result twice: its step would wait for ever.
            if (AgentMessages.Head(utf8.Span) is { } head
                && (head.Type != "result" || await EndAsync(session, head.Task, AgentMessages.Malformed(fault.Message), stop)))
            {
                Send(AgentMessages.Ack(head.Task, head.Seq));
            }
        }
    }

    /// <returns>Whether it is stored; the connection ends when it is not.</returns>
    private async Task<bool> EndAsync(AgentSession session, string task, JsonElement answer, CancellationToken stop)
    {
        try
        {
            await session.EndAsync(task, answer).WaitAsync(stop);
            return true;
        }
#pragma warning disable CA1031 // Whatever the store says: what is not stored was not taken, and is said again on the next connection.
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Close("The result could not be stored. Connect again, and say it again.");
            return false;
        }
#pragma warning restore CA1031
    }

    private void Acknowledge(JsonElement message) => Send(AgentMessages.Ack(AgentMessages.Text(message, "task"), AgentMessages.Seq(message)));

    /// <summary>The next message; null when the process has closed the socket.</summary>
    private async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken stop)
    {
        using var message = new MemoryStream();
        var piece = new byte[PieceLength];
        while (true)
        {
            var received = await socket.ReceiveAsync(piece.AsMemory(), stop);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(piece, 0, received.Count);
            if (message.Length > _options.LargestMessage)
            {
                _why = $"Messages have at most {_options.LargestMessage} bytes.";
                _tooLarge = message.ToArray();
                return null;
            }

            if (received.EndOfMessage)
                return message.ToArray();
        }
    }

    private async Task WriteAsync(CancellationTokenSource ending)
    {
        try
        {
            await foreach (var message in _unsent.Reader.ReadAllAsync(CancellationToken.None))
                await socket.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None).WaitAsync(LongestSend, time);
            await CloseAsync();
            // The other side closes, too; one that does not is broken off.
            ending.CancelAfter(LongestGoodbye);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or TimeoutException)
        {
            socket.Abort();
        }
    }

    private async Task LookAsync(CancellationTokenSource ending)
    {
        if (access is null)
            return;
        using var ticks = new PeriodicTimer(_options.Heartbeat, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(ending.Token))
            {
                if (!await access.StandsAsync())
                    Close("The key or the session does not stand any more.");
            }
        }
        catch (OperationCanceledException)
        {
            // The process went away.
        }
#pragma warning disable CA1031 // When it cannot be told whether it may still be there, it may not.
        catch (Exception)
        {
            socket.Abort();
        }
#pragma warning restore CA1031
    }

    private async Task CloseAsync()
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        using var patience = new CancellationTokenSource(LongestGoodbye, time);
        await socket.CloseOutputAsync(_why is null ? WebSocketCloseStatus.NormalClosure : WebSocketCloseStatus.PolicyViolation, _why, patience.Token);
    }
}
