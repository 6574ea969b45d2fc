using Axle.Queue.RabbitMq.Broker;
using Axle.Workflows.Ports;
using Axle.Workflows.Remote;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Queue.RabbitMq.Workers;

/// <summary>Tells engines what comes of their steps.</summary>
/// <param name="options">The form of what travels.</param>
/// <param name="worker">The name by which people know this process.</param>
/// <param name="outbox">Sends.</param>
/// <param name="time">The clock.</param>
internal sealed class StepReporter(RabbitOptions options, string worker, Outbox outbox, TimeProvider time)
{
    /// <summary>What is made for so long tells how long so far: its engine is not to learn it only at the end.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(500);

    private readonly ReportsOut _reports = new(outbox, time);

    /// <summary>The report of what came of a step: that it failed, when its result is too large or cannot be written.</summary>
    /// <returns>Null when not even that can be written: another worker may be able to.</returns>
    public byte[]? Write(TakenStep step, RunCommand command)
    {
        try
        {
            var report = Of(step, command);
            return options.TooLarge("output", report) is { } tooLarge ? Of(step, Failed(step.Work, command, tooLarge)) : report;
        }
        catch (Exception exception)
        {
            options.Note?.Invoke($"The report of step {step.Name} could not be written: {exception}");
            var why = new AxleError(ErrorKind.Internal, $"What came of it cannot be put into the form in which it travels: {exception.GetType().Name}.");
            return TryWrite(step, Failed(step.Work, command, why));
        }
    }

    /// <summary>Sends a report until the broker has it, or nobody wants it.</summary>
    /// <param name="name">The name of the handing out.</param>
    /// <param name="reports">Where its engine hears of it, asked for each time it is sent.</param>
    /// <param name="report">What came of it.</param>
    /// <param name="settled">Called then.</param>
    public void Send(string name, Func<string> reports, byte[] report, Action settled) =>
        _reports.Post(new WaitingReport(name, reports, report, settled));

    /// <summary>Gives a step back that came with others, for its engine to hand it out by itself.</summary>
    /// <param name="name">The name of the handing out.</param>
    /// <param name="reports">Where its engine hears of it.</param>
    /// <param name="settled">Called when the broker has that, or nobody wants it.</param>
    public void GiveBack(string name, string reports, Action settled) => Send(
        name, () => reports, new StepReport { Dispatch = name, Kind = StepReportKind.Returned, Claim = "", Worker = worker }.Write(options.Codec), settled);

    /// <summary>Waits until everything is confirmed, or the time is over.</summary>
    public async Task FlushAsync(TimeSpan longest)
    {
        await _reports.FlushAsync(longest);
        await outbox.FlushAsync(longest);
    }

    /// <summary>Says that a step is made, or waits here.</summary>
    public void Tell(TakenStep step, StepReportKind kind)
    {
        step.Told = time.GetTimestamp();
        var took = step.Took(time);
        var report = new StepReport
        {
            Dispatch = step.Name,
            Kind = kind,
            Claim = step.Claim,
            Worker = worker,
            Microseconds = took < Long ? null : (long)took.TotalMicroseconds,
        };
        outbox.Post(new OutgoingMessage
        {
            Make = () => step.HasEnded ? null : new Letter(step.Reports, step.Name, report.Write(options.Codec)),
            IsFleeting = true,
        });
    }

    private byte[]? TryWrite(TakenStep step, RunCommand command)
    {
        try
        {
            return Of(step, command);
        }
        catch (Exception)
        {
            // Told already: the codec is at fault, and not what came of the step.
            return null;
        }
    }

    private byte[] Of(TakenStep step, RunCommand command) =>
        (StepReport.Of(step.Name, step.Claim, worker, command) with { Microseconds = (long)step.Took(time).TotalMicroseconds }).Write(options.Codec);

    private static FailStep Failed(StepWork work, RunCommand command, AxleError why) =>
        new(work.Context.Path, work.Context.Attempt, why, 0, (command as CompleteStep)?.Usage ?? (command as FailStep)?.Usage);
}
