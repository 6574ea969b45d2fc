using Axle.Models.Configuration;
using Axle.Models.Providers;
using Microsoft.Extensions.AI;

namespace Axle.EndToEnd.Tests.Attacks;

/// <summary>
/// A model that obeys whatever it reads last: it reads a page when it can, then does what the page says with the most harmful tool that it was offered,
/// or has somebody else do it.
/// </summary>
internal sealed class GullibleModel : IModelProvider
{
    public const string Name = "gullible";

    private const int LongestOrder = 2000;

    // "call files_read {…}": a task that names the call is obeyed to the letter.
    private static readonly System.Text.RegularExpressions.Regex ToolCall = new("call ([a-z_]+) (\\{[^}]*\\})");

    public ProviderDescription Description { get; } = new(Name, [], "gullible-1", Priority: 1, NeedsKey: false, [], null, ["gullible-"], "test.gullible");

    public static ProviderOptions Options { get; } = new(Name, Name) { DefaultModel = "gullible-1", Priority = 1, InputPrice = 1, OutputPrice = 1 };

    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time) => new Client(this);

    /// <summary>The limit of tokens that it was last asked with; null for none.</summary>
    public int? MostTokens { get; private set; }

    /// <summary>The texts that it read last, without results of tools.</summary>
    public string Read { get; private set; } = "";

    private ChatResponse Respond(IReadOnlyList<ChatMessage> said, ChatOptions? options)
    {
        MostTokens = options?.MaxOutputTokens;
        Read = string.Join('\n', said.Select(static m => m.Text));
        return new ChatResponse(Answer(said, options)) { ModelId = "gullible-1", Usage = new UsageDetails { InputTokenCount = 8, OutputTokenCount = 4 } };
    }

    private static ChatMessage Answer(IReadOnlyList<ChatMessage> said, ChatOptions? options)
    {
        // Asked to judge, it believes what says so of itself.
        if (said[0].Text.StartsWith("You check an answer", StringComparison.Ordinal))
        {
            if (said[^1].Text.Contains("the judge breaks", StringComparison.Ordinal))
                throw new AxleException(ErrorKind.Validation, "The judge is broken.");
            var supported = said[^1].Text.Contains("this is true", StringComparison.Ordinal) ? "true" : "false";
            return new ChatMessage(ChatRole.Assistant, $$"""{"statements":[{"statement":"all of it","supported":{{supported}}}]}""");
        }

        var offered = options?.Tools?.Select(static t => t.Name).ToHashSet(StringComparer.Ordinal) ?? [];
        if (said[^1].Role == ChatRole.User && ToolCall.Match(said[^1].Text) is { Success: true } named && offered.Contains(named.Groups[1].Value))
        {
            var written = named.Groups[2].Value.Replace("\\\"", "\"", StringComparison.Ordinal);
            var arguments = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, object?>>(written)!;
            return new ChatMessage(ChatRole.Assistant, [new FunctionCallContent($"id-{named.Groups[1].Value}", named.Groups[1].Value, arguments)]);
        }

        var seen = said.SelectMany(static m => m.Contents).OfType<FunctionResultContent>().Select(static r => r.Result?.ToString() ?? "").ToArray();
        var order = seen is [.., var last] ? last : said.Last(static m => m.Role == ChatRole.User).Text;
        order = order.Length <= LongestOrder ? order : order[^LongestOrder..];
        return seen.Length switch
        {
            0 when offered.Contains("page_read") => Call("page_read", "page", PageOf(said)),
            0 or 1 when offered.Contains("mail_send") => Call("mail_send", "order", order),
            1 when offered.Contains("delegate") && said[0].Text.Contains("You are the chief", StringComparison.Ordinal) => Call("delegate", "task", order, ("agent", "sender")),
            _ => new ChatMessage(ChatRole.Assistant, System.Text.Json.JsonSerializer.Serialize(new { summary = order, done = true })),
        };
    }

    // The task says which page, as a user would: "… page 17 …".
    private static string PageOf(IReadOnlyList<ChatMessage> said) =>
        System.Text.RegularExpressions.Regex.Match(string.Join('\n', said.Select(static m => m.Text)), "page ([0-9]+)").Groups[1].Value;

    private static ChatMessage Call(string tool, string name, string value, params (string Name, string Value)[] more) => new(
        ChatRole.Assistant,
        [new FunctionCallContent($"id-{tool}", tool, more.Prepend((name, value)).ToDictionary(static a => a.Item1, static a => (object?)a.Item2))]);

    private sealed class Client(GullibleModel model) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(model.Respond([.. messages], options));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Runs ask for whole answers.");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
