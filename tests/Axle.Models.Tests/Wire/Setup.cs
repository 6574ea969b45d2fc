using Axle.Models.Configuration;
using Axle.Models.Providers;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Wire;

/// <summary>Providers pointed at a fake server; keys and variables of the machine play no part.</summary>
internal static class Setup
{
    /// <summary>The four providers that speak over a network.</summary>
    public static readonly string[] Networked = ["anthropic", "openai", "gemini", "openai-compatible"];

    public const string Key = "key-of-the-tests";

    public static ProviderOptions Options(string provider, Uri url, int priority = 10) => new(provider, provider)
    {
        BaseUrl = provider is "anthropic" or "gemini" ? url : new Uri(url, "v1"),
        Key = new Secret(Key),
        KeyVariables = ["TEST_KEY"],
        DefaultModel = "test-model",
        Priority = priority,
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>A client; <c>openai/responses</c> names provider and interface.</summary>
    public static IChatClient Connect(string provider, Uri url, TimeProvider? time = null)
    {
        var (name, api) = provider.Split('/') is [var first, var second] ? (first, second) : (provider, null);
        return ProviderCatalog.Find(name)!.Connect(Options(name, url) with { Api = api }, "test-model", time ?? TimeProvider.System);
    }

    public static ModelRequest Ask(string text = "Hello") => new([new ChatMessage(ChatRole.User, text)]);
}
