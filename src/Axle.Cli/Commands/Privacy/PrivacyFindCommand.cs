using Axle.Privacy;

namespace Axle.Cli.Commands.Privacy;

/// <summary><c>ax privacy find</c>.</summary>
internal sealed class PrivacyFindCommand(CommandContext context) : PrivacyCommand(
    context, "find", "Find what is stored about a person: runs, conversations, notes of agents, calls to models, their account.",
    new Example("ax privacy find ann@example.org", "Everything about somebody"),
    new Example("ax privacy find customer-4711 --tenant acme --json", "By another text that is theirs alone"))
{
    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = Compose(call);
        host.RequireStore();
        Tell(call, await host.Get<PersonalData>().FindAsync(Tenant(call), Person(call), cancellationToken));
        return ExitCodes.Success;
    }
}
