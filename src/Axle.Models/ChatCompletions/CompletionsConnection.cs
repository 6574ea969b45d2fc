using System.ClientModel;
using System.ClientModel.Primitives;
using Axle.Models.Configuration;
using Axle.Models.Wire;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace Axle.Models.ChatCompletions;

/// <summary>Opens a client for a server that speaks chat completions.</summary>
internal static class CompletionsConnection
{
    // The SDK insists on a key. Servers without one ignore the header.
    private const string NoKey = "no-key";

    public static IChatClient Open(ProviderOptions options, string model, IErrorWords words, CompletionsDialect dialect, TimeProvider time)
    {
        var errors = new ProviderErrors(options, model, words);
        var http = WireClient.Create(errors.FromWire, time);
        var clientOptions = new OpenAIClientOptions
        {
            Endpoint = options.BaseUrl ?? throw new AxleException(ErrorKind.Validation, $"{options.Name} needs an address: set providers.{options.Name}.baseUrl."),
            RetryPolicy = new ClientRetryPolicy(0),
            Transport = new HttpClientPipelineTransport(http),
            NetworkTimeout = options.Timeout + TimeSpan.FromMinutes(1),
        };
        var chat = new ChatClient(model, new ApiKeyCredential(options.Key?.Reveal() ?? NoKey), clientOptions);
        return new BoundaryChatClient(new CompletionsChatClient(chat, model, dialect), http, errors, options.Timeout, time, options.IdleTimeout);
    }
}
