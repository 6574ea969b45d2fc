using Axle.Models.Configuration;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.ChatCompletions;

/// <summary>Opens a client for a server that speaks chat completions.</summary>
internal static class CompletionsConnection
{
    public static IChatClient Open(ProviderOptions options, string model, IErrorWords words, CompletionsDialect dialect, TimeProvider time) =>
        Open(options, model, words, dialect, OpenAiAddress.Of(options, "chat/completions"), OpenAiAddress.Bearer(options), time);

    public static IChatClient Open(
        ProviderOptions options,
        string model,
        IErrorWords words,
        CompletionsDialect dialect,
        Uri address,
        KeyValuePair<string, string>? key,
        TimeProvider time)
    {
        var errors = new ProviderErrors(options, model, words);
        var http = WireClient.Create(options, errors.FromWire, time);
        var wire = new JsonConnection(http, OpenAiAddress.Sign(key));
        var client = new CompletionsChatClient(wire, address, model, options.Name, dialect, errors);
        return new BoundaryChatClient(client, http, errors, options.Timeout, time, options.IdleTimeout);
    }
}
