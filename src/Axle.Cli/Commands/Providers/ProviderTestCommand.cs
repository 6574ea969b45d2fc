using System.Globalization;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Models;
using Axle.Models.Cache;
using Axle.Models.Configuration;
using Microsoft.Extensions.AI;

namespace Axle.Cli.Commands.Providers;

/// <summary><c>ax provider test</c>.</summary>
internal sealed class ProviderTestCommand : ProviderAskingCommand<ProviderTestPart>
{
    private const string Question = "Reply with the one word: ready";

    // Models that reason spend tokens before they say their word.
    private const int MostTokens = 1024;

    public ProviderTestCommand(CommandContext context)
        : base(
            context, "test", "Ask providers a tiny question each: does key, address and model work, how fast, for how much.",
            new("ax provider test", "All that can be asked"),
            new("ax provider test claude", "One; the exit code is 1 when it does not answer"),
            new("ax provider test --json | jq '.providers[] | {name, milliseconds, usd}'", "For a script")) =>
        Remarks = ["Each answer costs some tens of tokens. 'ax provider health' asks without spending any."];

    protected override async Task<ProviderTestPart> AskAsync(Invocation call, ModelOptions models, ProviderEntry entry, CancellationToken cancellationToken)
    {
        var name = entry.Options.Name;
        try
        {
            if (CannotAsk(entry) is { } obstacle)
                throw obstacle;
            // Alone in its gateway, so that nobody answers in its place.
            using var gateway = new ModelGateway(
                models with { Providers = entry.IsOffline ? [] : [entry.Options], Cache = CacheOptions.Default }, call.Outside.Time);
            var answer = await gateway.AskAsync(
                new ModelRequest([new ChatMessage(ChatRole.User, Question)])
                {
                    Provider = name,
                    MaxOutputTokens = MostTokens,
                    MayUseCache = false,
                    MayUseOffline = entry.IsOffline,
                },
                cancellationToken);
            return new ProviderTestPart(
                name, answer.Model, "answers", (long)answer.Latency.TotalMilliseconds, answer.Usage.InputTokens, answer.Usage.OutputTokens,
                entry.IsOffline || answer.Usd > 0 ? answer.Usd : null, null, null);
        }
        catch (AxleException e)
        {
            return new ProviderTestPart(name, entry.Model, "fails", null, null, null, null, e.Error.Kind.ToName(), e.Message);
        }
    }

    protected override bool IsFailure(ProviderTestPart told) => told.ErrorKind is not null;

    protected override void Show(Invocation call, IReadOnlyList<ProviderTestPart> told)
    {
        if (call.Json)
        {
            call.WriteDocument(new ProviderTestDocument([.. told]), CliJson.Context.ProviderTestDocument);
            return;
        }

        TextTable.Write(call.Outside.Output, ["PROVIDER", "MODEL", "TIME", "TOKENS IN", "OUT", "COST", "VERDICT"], told.Select(static t => (string[])
        [
            t.Name, t.Model.Length > 0 ? t.Model : "-", Time(t.Milliseconds), Number(t.InputTokens), Number(t.OutputTokens),
            t.Usd is { } usd ? string.Create(CultureInfo.InvariantCulture, $"${usd:0.000000}") : t.ErrorKind is null ? "unknown" : "-",
            t.Message is { } message ? $"{t.ErrorKind}: {message}" : t.Verdict,
        ]));
    }

    private static string Number(long? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
