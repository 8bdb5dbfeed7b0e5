# Asks Calwarden's daemon about mails that hold calendars. See README.md.
package Mail::SpamAssassin::Plugin::Calwarden;

use strict;
use warnings;

use Mail::SpamAssassin::Logger;
use Mail::SpamAssassin::Plugin;
use Mail::SpamAssassin::Timeout;
use HTTP::Tiny;
use JSON::PP;

our @ISA = qw(Mail::SpamAssassin::Plugin);

my %classes = map { $_ => 1 } qw(clean doubtful spam certain);

sub new {
    my ($class, $main) = @_;
    my $self = $class->SUPER::new($main);
    bless($self, ref($class) || $class);
    $self->register_eval_rule('check_calwarden', $Mail::SpamAssassin::Conf::TYPE_HEAD_EVALS);
    $main->{conf}->{parser}->register_commands([
        { setting => 'calwarden_url', is_admin => 1, default => 'http://127.0.0.1:8899',
          type => $Mail::SpamAssassin::Conf::CONF_TYPE_STRING },
        { setting => 'calwarden_key', is_admin => 1, default => '', type => $Mail::SpamAssassin::Conf::CONF_TYPE_STRING },
        { setting => 'calwarden_timeout', is_admin => 1, default => 5, type => $Mail::SpamAssassin::Conf::CONF_TYPE_DURATION },
    ]);
    return $self;
}

sub _holds_calendar {
    my ($message) = @_;
    foreach my $part ($message->find_parts(qr/./, 1)) {
        return 1 if lc($part->{type} || '') =~ m{^(?:text/(?:x-v)?calendar|application/(?:ics|calendar\+(?:json|xml)|(?:vnd\.)?ms-tnef))$};
        return 1 if lc($part->{name} || '') =~ m{(?:\.ics|\.vcs|\.ical|^winmail\.dat)$};
        # Whatever it is labelled.
        return 1 if ($part->decode(100) // '') =~ /BEGIN:VCALENDAR/i;
    }
    return 0;
}

sub _quoted {
    my ($text) = @_;
    utf8::encode($text) if utf8::is_utf8($text);
    $text =~ s/([^A-Za-z0-9\-_.~])/sprintf('%%%02X', ord($1))/ge;
    return $text;
}

# What the trusted relays tell of the client; SpamAssassin knows no envelope recipients.
sub _query {
    my ($scan) = @_;
    my @words;
    my $client = $scan->{relays_external}[0];
    push @words, 'client_ip=' . _quoted($client->{ip}) if $client && $client->{ip};
    push @words, 'helo=' . _quoted($client->{helo}) if $client && $client->{helo};
    my $from = $scan->get('EnvelopeFrom:addr', undef);
    push @words, 'mail_from=' . _quoted($from) if defined $from && length $from;
    return join('&', 'channel=mail-in', @words);
}

sub _ask {
    my ($self, $scan) = @_;
    my $conf = $scan->{conf};
    my ($verdict, $why);
    my $timer = Mail::SpamAssassin::Timeout->new({ secs => $conf->{calwarden_timeout}, deadline => $scan->{master_deadline} });
    my $error = $timer->run_and_catch(sub {
        (my $url = $conf->{calwarden_url}) =~ s{/+$}{};
        my $http = HTTP::Tiny->new(agent => 'calwarden-spamassassin', timeout => $conf->{calwarden_timeout}, proxy => undef,
                                   http_proxy => undef, max_redirect => 0, max_size => 4 * 1024 * 1024);
        my $answer = $http->post("$url/v1/check?" . _query($scan), {
            headers => { 'Authorization' => "Bearer $conf->{calwarden_key}", 'Content-Type' => 'message/rfc822' },
            content => $scan->{msg}->get_pristine(),
        });
        if ($answer->{status} != 200) {
            $why = "HTTP $answer->{status} " . ($answer->{status} == 599 ? $answer->{content} : '');
            return;
        }
        $verdict = eval { JSON::PP->new->utf8->max_depth(32)->decode($answer->{content}) };
    });
    return $verdict if ref($verdict) eq 'HASH' && $classes{ $verdict->{class} // '' };
    $why = 'no answer in time' if $timer->timed_out();
    $why = $error || 'an answer that is no verdict' unless defined $why;
    $why =~ s/\s+/ /g;
    info("calwarden: %s", $why);
    return { failed => 1 };
}

# One question a mail, however many rules ask for its answer.
sub check_calwarden {
    my ($self, $scan, @arguments) = @_;
    my $class = $arguments[-1];
    if (!exists $scan->{calwarden}) {
        my $wanted = length($scan->{conf}{calwarden_key}) && _holds_calendar($scan->{msg});
        my $verdict = $scan->{calwarden} = $wanted ? $self->_ask($scan) : {};
        my @signals = grep { ref($_) eq 'HASH' && ($_->{weight} // 0) > 0 && ($_->{name} // '') =~ /^[A-Z0-9_]+$/ }
                      ref($verdict->{signals}) eq 'ARRAY' ? @{ $verdict->{signals} } : ();
        @signals = sort { $b->{weight} <=> $a->{weight} } @signals;
        $scan->set_tag('CALWARDEN', join(' ', map { $_->{name} } splice(@signals, 0, 8)));
        $scan->set_tag('CALWARDENPLACEMENT', $1) if ($verdict->{placement} // '') =~ /^([a-z-]+)$/;
    }
    my $verdict = $scan->{calwarden};
    return $verdict->{failed} ? 1 : 0 if $class eq 'fail';
    return 0 unless $verdict->{examined} && $verdict->{class} eq $class;
    $scan->test_log($scan->get_tag('CALWARDEN'));
    return 1;
}

1;
