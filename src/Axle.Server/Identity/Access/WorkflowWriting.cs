using Axle.Identity.Access;

namespace Axle.Server.Identity.Access;

/// <summary>
/// Guards what a run does: its definition, and the inputs and variables inside of it. Whoever decides about those decides what the server executes, as
/// whoever saves a workflow does.
/// </summary>
internal static class WorkflowWriting
{
    /// <summary>Lets those decide who may save workflows of the project.</summary>
    /// <param name="who">Who wants to.</param>
    /// <param name="what">What they bring, for the message: <c>A workflow as text</c>.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Refused"/>.</exception>
    public static void Require(Principal who, string what)
    {
        if (!who.May(Permission.WorkflowsEdit))
        {
            throw new AxleException(
                ErrorKind.Refused,
                $"{what} says what the server executes, and that needs the permission 'workflowsEdit'. Name a workflow that is there, and give the run inputs.");
        }

        SharedByTenants.RequireChange(who, "what it executes");
    }
}
