namespace Axle.Workflows.Runs;

/// <summary>Carries a state over to another definition: steps of the same address keep what they did.</summary>
internal static class Migration
{
    /// <summary>Puts the state on the other definition. The check that this can be done comes before: see <see cref="MigrationCheck"/>.</summary>
    public static void Carry(RunState state, PinnedWorkflows workflows) => state.Rebase(workflows);
}
