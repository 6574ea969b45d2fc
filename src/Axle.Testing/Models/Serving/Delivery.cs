using System.Text;
using Axle.Testing.Models.Faults;
using Axle.Testing.Models.Protocols;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Axle.Testing.Models.Serving;

/// <summary>Sends a reply, with what goes wrong on the way.</summary>
internal sealed class Delivery(HttpContext context, HeldRequests held)
{
    public async Task SendAsync(ServedHttp http, ServedFault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.CutInHeaders:
                await CutInHeadersAsync(http);
                return;
            case FaultKind.SlowFirstByte:
                await held.WaitAsync(fault.Delay, context.RequestAborted);
                break;
        }

        Begin(http, fault);
        var chunks = fault?.Kind is FaultKind.Stall or FaultKind.Cut or FaultKind.EndsEarly && http.Chunks.Count == 1 ? Halves(http.Chunks[0]) : http.Chunks;
        foreach (var (index, chunk) in chunks.Index())
        {
            if (index == (chunks.Count + 1) / 2 && await BreakAsync(fault))
                return;
            await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            if (chunks.Count > 1)
                await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private void Begin(ServedHttp http, ServedFault? fault)
    {
        var response = context.Response;
        response.StatusCode = http.Status;
        response.ContentType = http.ContentType;
        foreach (var (name, value) in http.Headers)
            response.Headers[name] = value;
        if (!http.IsStream && fault?.Kind is not FaultKind.EndsEarly)
            response.ContentLength = http.Chunks.Sum(static c => (long)c.Length);
    }

    /// <summary>What happens in the middle; true when that was all.</summary>
    private async Task<bool> BreakAsync(ServedFault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Stall:
                await held.WaitAsync(fault.Delay, context.RequestAborted);
                return false;
            case FaultKind.Cut:
                await HangUpAsync();
                return true;
            default:
                return fault?.Kind == FaultKind.EndsEarly;
        }
    }

    private async Task CutInHeadersAsync(ServedHttp http)
    {
        var output = context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output;
        await output.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {http.Status} OK\r\nContent-Type: {http.ContentType}\r\nTransfer-En"));
        await HangUpAsync();
    }

    // To abort would throw away what is not sent yet, and how much that is depends on the machine. So the sending half of the connection is
    // closed after the last byte, and nothing more is written until the caller has noticed.
    private async Task HangUpAsync()
    {
        await context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output.CompleteAsync();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static ReadOnlyMemory<byte>[] Halves(ReadOnlyMemory<byte> body) => [body[..(body.Length / 2)], body[(body.Length / 2)..]];
}
