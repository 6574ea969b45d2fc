using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Microsoft.Extensions.AI;

namespace Axle.Bench.Workloads;

/// <summary>
/// A model in this process that follows a script: an agent reads as many pages as its task says, one for each thought, and then answers; a
/// supervisor cuts a goal into four parts and sends one of them back once; a judge decides when both sides have answered; of three members one
/// votes against the others. It counts what it is asked. Tokens are characters divided by four; it takes 200 ms for a question and half a
/// millisecond for each token it says.
/// </summary>
internal sealed partial class ReadingModel : IModelProvider
{
    public const string Name = "reading";
    public const int Parts = 4;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);
    private static readonly string Said = string.Concat(Enumerable.Repeat("What the pages show, in the words of a report that somebody can act on. ", 16));

    private readonly Lock _gate = new();
    private bool _sentBack;

    public ProviderDescription Description { get; } = new(Name, [], "reading-1", Priority: 1, NeedsKey: false, [], null, ["reading-"], "bench.reading");

    /// <summary>Questions since the last reset.</summary>
    public int Calls { get; private set; }

    /// <summary>Tokens that it was given.</summary>
    public long InputTokens { get; private set; }

    /// <summary>Tokens that it said.</summary>
    public long OutputTokens { get; private set; }

    public void Reset()
    {
        lock (_gate)
            (Calls, InputTokens, OutputTokens, _sentBack) = (0, 0, 0, false);
    }

    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time) => new Client(this);

    private async Task<ChatResponse> AnswerAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var said = messages.ToList();
        var read = said.SelectMany(static m => m.Contents).OfType<FunctionResultContent>().ToList();
        var text = string.Join('\n', said.Select(static m => m.Text));
        var answer = options?.Tools is { Count: > 0 } ? Work(text, read.Count) : new ChatMessage(ChatRole.Assistant, JsonSerializer.Serialize(Say(text)));
        var given = (text.Length + read.Sum(static r => r.Result?.ToString()?.Length ?? 0)) / 4;
        var told = answer.Contents.Sum(static c => c is TextContent t ? t.Text.Length : 80) / 4;
        lock (_gate)
            (Calls, InputTokens, OutputTokens) = (Calls + 1, InputTokens + given, OutputTokens + told);
        await Task.Delay(Latency + TimeSpan.FromMilliseconds(told / 2.0), cancellationToken);
        return new ChatResponse(answer) { ModelId = "reading-1", Usage = new UsageDetails { InputTokenCount = given, OutputTokenCount = told } };
    }

    private static ChatMessage Work(string text, int read)
    {
        var wanted = int.Parse(Pages().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
        return read < wanted
            ? new ChatMessage(ChatRole.Assistant,
                [new TextContent("The next page."), new FunctionCallContent($"c{read}", "page", new Dictionary<string, object?> { ["number"] = read })])
            : new ChatMessage(ChatRole.Assistant, JsonSerializer.Serialize(new { summary = Said, done = true, open = Array.Empty<string>() }));
    }

    private object Say(string text)
    {
        if (text.Contains("Cut the goal", StringComparison.Ordinal))
        {
            return new
            {
                parts = Enumerable.Range(1, Parts).Select(static i =>
                    new { title = $"Part {i}", task = "Read 2 pages and say what they show.", acceptance = "Both are in it.", worker = 1 }),
            };
        }

        if (text.Contains("Join the results", StringComparison.Ordinal))
            return new { summary = Said, open = Array.Empty<string>() };
        if (text.Contains("judge of a debate", StringComparison.Ordinal))
            return new { winner = 1, decision = "The first.", reasons = (string[])["It answered."], remains = (string[])["The price."], clear = true };
        if (text.Contains("vote on the question", StringComparison.Ordinal))
            return new { option = text.Contains("the member 'third'", StringComparison.Ordinal) ? 2 : 1, reason = "The pages show it.", confidence = 0.8 };
        lock (_gate)
        {
            var good = _sentBack || !text.Contains("Part 1", StringComparison.Ordinal);
            _sentBack |= !good;
            return new { good, problems = good ? [] : (string[])["Say where it stands."] };
        }
    }

    [GeneratedRegex("Read ([0-9]+) pages", RegexOptions.NonBacktracking)]
    private static partial Regex Pages();

    private sealed class Client(ReadingModel model) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            model.AnswerAsync(messages, options, cancellationToken);

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Agents ask for whole answers.");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
