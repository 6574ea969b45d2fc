using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides whether a run may go on under another definition.</summary>
internal static class MigrationDecider
{
    /// <exception cref="AxleException">Validation: it may not; the message says why. Nothing was decided.</exception>
    public static void Migrate(Decision decision, MigrateRun migrate)
    {
        var state = decision.State;
        var check = MigrationCheck.Of(state, migrate.Workflows);
        if (!check.IsPossible)
        {
            throw new AxleException(
                ErrorKind.Validation, $"Run {state.Id} cannot go on under this definition: {string.Join("; ", check.Faults)}.");
        }

        var known = state.Variables.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        Migration.Carry(state, migrate.Workflows);
        decision.Emit(new RunMigrated(migrate.Definition, migrate.Workflows.Hashes, migrate.By));
        var first = RunDecider.Variables(decision, migrate.Workflows.Root, state.Inputs);
        var added = first.Value.EnumerateObject().Where(v => !known.Contains(v.Name)).Select(static v => KeyValuePair.Create(v.Name, v.Value)).ToArray();
        if (added.Length > 0)
            decision.Emit(new RunEdited(null, Payload.From(JsonObjects.From(added)), migrate.By));
    }
}
