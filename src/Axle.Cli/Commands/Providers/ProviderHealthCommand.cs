using System.Globalization;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Models.Configuration;

namespace Axle.Cli.Commands.Providers;

/// <summary><c>ax provider health</c>.</summary>
internal sealed class ProviderHealthCommand : ProviderAskingCommand<ProviderHealthPart>
{
    public ProviderHealthCommand(CommandContext context)
        : base(
            context, "health", "Ask providers for their lists of models: does key and address work, how fast; no tokens are spent.",
            new("ax provider health", "All that can be asked"),
            new("ax provider health openai && ax workflow execute review.yaml", "Begin only when the provider is there"))
    {
    }

    protected override async Task<ProviderHealthPart> AskAsync(Invocation call, ModelOptions models, ProviderEntry entry, CancellationToken cancellationToken)
    {
        var name = entry.Options.Name;
        try
        {
            if (CannotAsk(entry) is { } obstacle)
                throw obstacle;
            if (await entry.Provider.CheckHealthAsync(entry.Options, call.Outside.Time, cancellationToken) is not { } health)
                return new ProviderHealthPart(name, "has no list of models to ask for; 'ax provider test' asks it a question", null, null, null, null);
            var verdict = health.Offers(entry.Model) ? "well" : $"well, but '{entry.Model}' is not among its models: set providers.{name}.defaultModel";
            return new ProviderHealthPart(name, verdict, (long)health.Latency.TotalMilliseconds,
                health.Models.Count > 0 ? health.Models.Count : null, null, null);
        }
        catch (AxleException e)
        {
            return new ProviderHealthPart(name, "fails", null, null, e.Error.Kind.ToName(), e.Message);
        }
    }

    protected override bool IsFailure(ProviderHealthPart told) => told.ErrorKind is not null;

    protected override void Show(Invocation call, IReadOnlyList<ProviderHealthPart> told)
    {
        if (call.Json)
        {
            call.WriteDocument(new ProviderHealthDocument([.. told]), CliJson.Context.ProviderHealthDocument);
            return;
        }

        TextTable.Write(call.Outside.Output, ["PROVIDER", "TIME", "MODELS", "VERDICT"], told.Select(static t => (string[])
        [
            t.Name, Time(t.Milliseconds), t.Models?.ToString(CultureInfo.InvariantCulture) ?? "-",
            t.Message is { } message ? $"{t.ErrorKind}: {message}" : t.Verdict,
        ]));
    }
}
