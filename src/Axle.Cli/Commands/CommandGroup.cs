using System.CommandLine;
using Axle.Cli.Help;

namespace Axle.Cli.Commands;

/// <summary>A noun with its verbs. By itself it shows its help.</summary>
internal sealed class CommandGroup : Command
{
    public CommandGroup(string name, string description, CommandContext context, params Command[] verbs)
        : base(name, description)
    {
        foreach (var verb in verbs)
            Add(verb);
        SetAction(_ =>
        {
            HelpPage.Write(this, context.Outside.Error, context.Outside.Width);
            return ExitCodes.Usage;
        });
    }
}
