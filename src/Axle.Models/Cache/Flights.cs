namespace Axle.Models.Cache;

/// <summary>
/// Work that several callers wait for and that is done once. It stops when the last of them has gone, not when one has. Safe for concurrent use.
/// </summary>
/// <typeparam name="T">What the work gives.</typeparam>
internal sealed class Flights<T>
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Flight> _flights = [];

    /// <summary>Takes a seat in the work of this name, and begins it when nobody has.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="begin">Begins it; the token fires when nobody waits any more.</param>
    /// <param name="end">When it is over.</param>
    public Seat Join(string key, Func<CancellationToken, T> begin, Func<T, Task> end)
    {
        Flight flight;
        bool leads;
        lock (_gate)
        {
            leads = !_flights.TryGetValue(key, out var known);
            flight = known ?? (_flights[key] = new Flight(begin));
            flight.Passengers++;
        }

        // Outside of the gate: what begins may run on for a while before it first waits.
        if (leads)
            _ = CloseAsync(key, flight, end(flight.Work.Value));
        return new Seat(this, key, flight, leads);
    }

    private async Task CloseAsync(string key, Flight flight, Task end)
    {
        // Whoever waits sees the failure; when all have gone nobody needs to.
        await end.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
            Close(key, flight);
    }

    private void Leave(string key, Flight flight)
    {
        lock (_gate)
        {
            if (--flight.Passengers > 0)
                return;
            Close(key, flight);
        }

        flight.Stop.Cancel();
    }

    private void Close(string key, Flight flight)
    {
        if (_flights.TryGetValue(key, out var known) && known == flight)
            _flights.Remove(key);
    }

    /// <summary>A caller's part in the work; disposed when it waits no more.</summary>
    internal sealed class Seat(Flights<T> flights, string key, Flight flight, bool leads) : IDisposable
    {
        private int _left;

        /// <summary>Whether this caller began the work.</summary>
        public bool Leads { get; } = leads;

        /// <summary>The work.</summary>
        public T Work => flight.Work.Value;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                flights.Leave(key, flight);
        }
    }

    /// <summary>The work and those who wait for it.</summary>
    internal sealed class Flight
    {
        public Flight(Func<CancellationToken, T> begin) => Work = new Lazy<T>(() => begin(Stop.Token));

        public Lazy<T> Work { get; }

        public int Passengers { get; set; }

        public CancellationTokenSource Stop { get; } = new();
    }
}
