using Axle.Workflows.Runs;

namespace Axle.Workflows.Tests.Runs;

public sealed class RunLifecycleTests
{
    private static readonly HashSet<(RunStatus, RunStatus)> Legal =
    [
        (RunStatus.Idle, RunStatus.Parsing), (RunStatus.Idle, RunStatus.Cancelled),
        (RunStatus.Parsing, RunStatus.Validating), (RunStatus.Parsing, RunStatus.Failed), (RunStatus.Parsing, RunStatus.Cancelled),
        (RunStatus.Validating, RunStatus.Executing), (RunStatus.Validating, RunStatus.Failed), (RunStatus.Validating, RunStatus.Cancelled),
        (RunStatus.Executing, RunStatus.Paused), (RunStatus.Executing, RunStatus.Compensating), (RunStatus.Executing, RunStatus.Completed),
        (RunStatus.Executing, RunStatus.Failed), (RunStatus.Executing, RunStatus.Cancelled),
        (RunStatus.Paused, RunStatus.Executing), (RunStatus.Paused, RunStatus.Compensating), (RunStatus.Paused, RunStatus.Failed),
        (RunStatus.Paused, RunStatus.Cancelled),
        (RunStatus.Compensating, RunStatus.Paused), (RunStatus.Compensating, RunStatus.Executing), (RunStatus.Compensating, RunStatus.Failed),
        (RunStatus.Compensating, RunStatus.Cancelled),
        (RunStatus.Failed, RunStatus.Executing), (RunStatus.Completed, RunStatus.Executing), (RunStatus.Cancelled, RunStatus.Executing),
        (RunStatus.Failed, RunStatus.Compensating), (RunStatus.Completed, RunStatus.Compensating), (RunStatus.Cancelled, RunStatus.Compensating),
    ];

    public static TheoryData<RunStatus, RunStatus> Pairs
    {
        get
        {
            var pairs = new TheoryData<RunStatus, RunStatus>();
            foreach (var from in Enum.GetValues<RunStatus>())
            {
                foreach (var to in Enum.GetValues<RunStatus>())
                    pairs.Add(from, to);
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Only_the_transitions_of_the_state_machine_are_possible(RunStatus from, RunStatus to)
    {
        if (Legal.Contains((from, to)))
            RunLifecycle.Move(from, to).ShouldBe(to);
        else
            Should.Throw<InvalidOperationException>(() => RunLifecycle.Move(from, to)).Message.ShouldContain($"{from} to {to}");
    }
}
