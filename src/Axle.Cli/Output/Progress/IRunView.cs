using Axle.Workflows.Runs.Events;

namespace Axle.Cli.Output.Progress;

/// <summary>Shows people how a run goes while it goes.</summary>
internal interface IRunView
{
    /// <summary>Shows the run for as long as the work takes.</summary>
    Task WhileAsync(RunPicture picture, Func<Task> work);

    /// <summary>An event happened; the picture has it already.</summary>
    void Happened(RecordedEvent recorded);

    /// <summary>Something about the run that is no event of it.</summary>
    void Say(string line);
}
