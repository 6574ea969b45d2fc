using Axle.Queue.RabbitMq.Broker;
using Axle.Workflows.Remote;

namespace Axle.Queue.RabbitMq.Engines;

/// <summary>Sends steps to their queues, one or several in a message.</summary>
/// <param name="options">Settings.</param>
/// <param name="messages">Puts steps into the form in which they travel.</param>
/// <param name="outbox">Sends.</param>
/// <param name="reports">Where workers report.</param>
/// <param name="counts">Whether a step is to be made still.</param>
/// <param name="giveUp">Told of a step that cannot be sent.</param>
/// <param name="time">The clock.</param>
internal sealed class StepSender(
    RabbitOptions options, StepMessages messages, Outbox outbox, Func<string> reports, Func<HandedOutStep, bool> counts,
    Action<HandedOutStep, AxleError> giveUp, TimeProvider time)
{
    /// <summary>Bytes of several steps in a message.</summary>
    private const int LargestTogether = 64 * 1024;

    /// <summary>Sends steps of one queue, in one message unless they are too large for that.</summary>
    /// <param name="steps">The steps; this keeps the list.</param>
    /// <param name="arrived">Called when that message has arrived, or is not sent any more; null for nobody.</param>
    public void Send(List<HandedOutStep> steps, Action? arrived = null)
    {
        foreach (var step in steps)
            step.Heard = null;
        outbox.Post(new OutgoingMessage
        {
            Make = () =>
            {
                Letter? letter = null;
                try
                {
                    return letter = Make(steps);
                }
                finally
                {
                    if (letter is null)
                        arrived?.Invoke();
                }
            },
            Confirmed = () =>
            {
                arrived?.Invoke();
                foreach (var step in steps)
                {
                    step.Confirm();
                    step.Heard ??= time.GetTimestamp();
                }
            },
            GivenUp = () =>
            {
                arrived?.Invoke();
                // Somebody removed the queue while this node was connected: they are looked after as those that were lost.
                foreach (var step in steps)
                    step.Heard ??= 0;
            },
        });
    }

    /// <summary>Those that count still, as far as they go together; the others are sent after them.</summary>
    private Letter? Make(List<HandedOutStep> steps)
    {
        var (written, size) = (new List<(HandedOutStep Step, byte[] Message)>(), 0);
        for (var i = 0; i < steps.Count; i++)
        {
            // What was handed out again meanwhile is on its way by itself.
            if ((steps.Count > 1 && steps[i].SentAgain > 0) || Write(steps[i]) is not { } message)
                continue;
            if (written.Count > 0 && size + message.Length > LargestTogether)
            {
                var rest = steps[i..];
                steps.RemoveRange(i, rest.Count);
                Send(rest);
                break;
            }

            written.Add((steps[i], message));
            size += message.Length;
        }

        return written switch
        {
            [] => null,
            [var (step, message)] => new Letter(step.Queue, step.Name, message) { ReplyTo = reports(), SentAgain = step.SentAgain },
            _ => new Letter(steps[0].Queue, StepBatch.NewName(), StepBatch.Write([.. written.Select(static w => (w.Step.Name, w.Message))]))
            {
                ReplyTo = reports(),
                Type = Frames.Steps,
            },
        };
    }

    /// <returns>Null when it does not count any more, or cannot be sent, which is told.</returns>
    private byte[]? Write(HandedOutStep step)
    {
        if (!counts(step))
            return null;
        try
        {
            var message = messages.Write(step.Work);
            if (options.TooLarge("input", message) is not { } tooLarge)
                return message;
            giveUp(step, tooLarge);
        }
        catch (Exception exception)
        {
            giveUp(step, new AxleError(ErrorKind.Internal, $"It cannot be put into the form in which it travels to a worker: {exception.Message}"));
        }

        return null;
    }
}
