using Axle.Models.Configuration;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Responses;

/// <summary>Opens a client for a server that speaks the Responses API.</summary>
internal static class ResponsesConnection
{
    /// <summary>The value of <see cref="ProviderOptions.Api"/> that asks for it.</summary>
    public const string Api = "responses";

    public static IChatClient Open(
        ProviderOptions options, string model, IErrorWords words, Uri address, KeyValuePair<string, string>? key, TimeProvider time)
    {
        var errors = new ProviderErrors(options, model, words);
        var http = WireClient.Create(options, errors.FromWire, time);
        var client = new ResponsesChatClient(new JsonConnection(http, OpenAiAddress.Sign(key)), address, model, options.Name, errors);
        return new BoundaryChatClient(client, http, errors, options.Timeout, time, options.IdleTimeout);
    }
}
