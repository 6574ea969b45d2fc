using System.Text.Json;
using Axle.Server.Tests.Serving;
using Axle.Testing.Models;
using Axle.Testing.Models.Faults;

namespace Axle.Server.Tests.Clients;

/// <summary>What providers do in the tests of client libraries.</summary>
internal static class Scenes
{
    /// <summary>A text of several pieces.</summary>
    public const string Text = "The quick brown fox jumps over the lazy dog, and then over it again.";

    /// <summary>An answer that tells an error after its first half.</summary>
    public static ServedReply Broken => ServedReply.Text(Text) with { Fault = new ServedFault(FaultKind.ErrorInStream) };

    /// <summary>An answer that stops after its first half, and says nothing more.</summary>
    public static ServedReply Silent => ServedReply.Text(Text) with { Fault = new ServedFault(FaultKind.Stall) };

    /// <summary>A gateway whose provider gives these replies.</summary>
    public static async Task<Gateway> GatewayAsync(params ServedReply[] replies)
    {
        var gateway = await Gateway.StartAsync();
        gateway.Upstream.Gives(replies);
        return gateway;
    }

    /// <summary>The body of the last request that the provider got.</summary>
    public static JsonElement LastAsked(this Gateway gateway) => JsonElement.Parse(gateway.Upstream.Requests[^1].Body);
}
