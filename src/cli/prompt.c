/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "prompt"

#include "cli/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

/* Longer than any passphrase a vault or an age file of ours takes. */
#define MAX_BYTES 4096

/* Waits until @fd can be read. Returns: FALSE when a signal came first. */
static gboolean
wait_for (int fd, int signals)
{
  struct pollfd polled[] = {{fd, POLLIN, 0}, {signals, POLLIN, 0}};

  while (poll (polled, G_N_ELEMENTS (polled), -1) < 0 && errno == EINTR)
    continue;
  return polled[1].revents == 0;
}

static VdSecret *
check_line (const guint8 *data, gsize size, GError **error)
{
  if (size > 0 && data[size - 1] == '\r')
    size--;
  if (g_utf8_validate ((const char *)data, (gssize)size, NULL))
    return vd_secret_new_copy (data, size);
  g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "passphrase: not UTF-8");
  return NULL;
}

/* Byte by byte, so that nothing after the line is taken. @signals: -1 or what stops the wait. */
static VdSecret *
read_line (int fd, int signals, GError **error)
{
  g_autoptr (VdSecret) line = vd_secret_new (MAX_BYTES);
  guint8 *data = vd_secret_data (line);
  gsize size = 0;

  while (size < MAX_BYTES) {
    gssize n;

    if (signals >= 0 && !wait_for (fd, signals)) {
      g_set_error_literal (error, VD_ERROR, VD_ERROR_CANCELLED, "stopped at the prompt");
      return NULL;
    }
    n = read (fd, data + size, 1);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      vd_error_set_errno (error, errno, "read passphrase");
      return NULL;
    }
    if (n == 0 || data[size] == '\n')
      return check_line (data, size, error);
    size++;
  }
  g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "passphrase: too long");
  return NULL;
}

VdSecret *
vd_prompt_read (int fd, GError **error)
{
  return read_line (fd, -1, error);
}

/* Signals wait while the echo is off: an interrupted prompt must not leave the terminal mute. */
static VdSecret *
ask_on (int tty, const char *text, gboolean shows, GError **error)
{
  struct termios shown, hidden;
  sigset_t stops, before;
  VdSecret *line;
  int signals;

  sigemptyset (&stops);
  sigaddset (&stops, SIGINT);
  sigaddset (&stops, SIGTERM);
  sigaddset (&stops, SIGHUP);
  sigaddset (&stops, SIGQUIT);
  sigaddset (&stops, SIGTSTP);
  sigprocmask (SIG_BLOCK, &stops, &before);
  signals = signalfd (-1, &stops, SFD_CLOEXEC);
  tcgetattr (tty, &shown);
  hidden = shown;
  if (!shows)
    hidden.c_lflag &= ~(tcflag_t)ECHO;
  tcsetattr (tty, TCSAFLUSH, &hidden);
  g_printerr ("%s ", text);
  line = read_line (tty, signals, error);
  if (!shows)
    g_printerr ("\n");
  tcsetattr (tty, TCSAFLUSH, &shown);
  if (line == NULL) {
    struct signalfd_siginfo taken;

    /* What stopped us is answered with our own exit code, not with the signal's. */
    while (poll (&(struct pollfd){signals, POLLIN, 0}, 1, 0) > 0 &&
           read (signals, &taken, sizeof taken) > 0)
      continue;
  }
  close (signals);
  sigprocmask (SIG_SETMASK, &before, NULL);
  return line;
}

static VdSecret *
ask (const char *text, gboolean shows, GError **error)
{
  int tty = open ("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY);
  VdSecret *line;

  if (tty < 0) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_NOT_FOUND, "no terminal");
    return NULL;
  }
  line = ask_on (tty, text, shows, error);
  close (tty);
  return line;
}

VdSecret *
vd_prompt_ask (const char *text, GError **error)
{
  return ask (text, FALSE, error);
}

VdSecret *
vd_prompt_ask_shown (const char *text, GError **error)
{
  return ask (text, TRUE, error);
}
