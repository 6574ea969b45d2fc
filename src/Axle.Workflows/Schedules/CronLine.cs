using Cronos;

namespace Axle.Workflows.Schedules;

/// <summary>
/// A cron line of five fields in a time zone. Where both the day of the month and the day of the week are given, either is enough, as
/// crontab(5) has it; Cronos alone would ask for both.
/// </summary>
/// <remarks>
/// When clocks change, cron(8) of Debian (after Vixie cron) is followed. Clocks go forward: what falls into the gap runs once, right after it.
/// Clocks go back: a fixed time that exists twice runs once, the first time; lines whose minute or hour has <c>*</c>, a range or a step are
/// intervals, and run in both.
/// </remarks>
internal sealed class CronLine
{
    private readonly CronExpression[] _either;
    private readonly TimeZoneInfo _zone;

    private CronLine(CronExpression[] either, TimeZoneInfo zone) => (_either, _zone) = (either, zone);

    /// <summary>Reads a line.</summary>
    /// <exception cref="AxleException">Validation: the line, or the zone, is none.</exception>
    public static CronLine Parse(string line, string? timezone)
    {
        var fields = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
            throw Fault(line, "it has not five fields: minute, hour, day of month, month, day of week");
        var (day, weekday) = (fields[2], fields[4]);
        var isEither = day[0] != '*' && weekday[0] != '*';
        try
        {
            var zone = timezone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(timezone);
            return new CronLine(
                isEither ? [Read([fields[0], fields[1], day, fields[3], "*"]), Read([fields[0], fields[1], "*", fields[3], weekday])] : [Read(fields)], zone);
        }
        catch (CronFormatException exception)
        {
            throw Fault(line, exception.Message, exception);
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new AxleException(
                ErrorKind.Validation,
                $"This machine knows no time zone '{timezone}'. Use an IANA name such as Europe/Berlin; a slim container may need the package tzdata.",
                exception);
        }
    }

    /// <summary>The first time after this one; null when there is none in this millennium's first half.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => _either.Min(cron => cron.GetNextOccurrence(after, _zone)?.ToUniversalTime());

    private static CronExpression Read(string[] fields) => CronExpression.Parse(string.Join(' ', fields));

    private static AxleException Fault(string line, string why, Exception? inner = null) =>
        new(ErrorKind.Validation, $"'{line}' is no cron line: {why}. An example: '0 6 * * 1-5' is 6 o'clock from Monday to Friday.", inner);
}
