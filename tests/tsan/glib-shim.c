/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <gio/gio.h>

/* Tells ThreadSanitizer what GLib puts in order between threads, which it cannot see because GLib
 * is not built with it: a job in a queue, a mutex, an idle call, the result of a task, the end of
 * an object. Each for its own object, so that nothing else is hidden. Preloaded, see
 * docs/testing.md; the two functions are in the program's own runtime. */

void __tsan_acquire (void *object);
void __tsan_release (void *object);

#define REAL(name)                                                                                 \
  static __typeof__ (name) *real;                                                                  \
  if (real == NULL)                                                                                \
  real = (__typeof__ (name) *)dlsym (RTLD_NEXT, #name)

void
g_async_queue_push (GAsyncQueue *queue, gpointer data)
{
  REAL (g_async_queue_push);
  __tsan_release (queue);
  real (queue, data);
}

gpointer
g_async_queue_pop (GAsyncQueue *queue)
{
  gpointer data;

  REAL (g_async_queue_pop);
  data = real (queue);
  __tsan_acquire (queue);
  return data;
}

void
g_mutex_lock (GMutex *mutex)
{
  REAL (g_mutex_lock);
  real (mutex);
  __tsan_acquire (mutex);
}

void
g_mutex_unlock (GMutex *mutex)
{
  REAL (g_mutex_unlock);
  __tsan_release (mutex);
  real (mutex);
}

typedef struct {
  GSourceFunc func;
  gpointer data;
} Idle;

static gboolean
call_idle (gpointer data)
{
  Idle *idle = data;

  __tsan_acquire (idle);
  return idle->func (idle->data);
}

guint
g_idle_add (GSourceFunc func, gpointer data)
{
  Idle *idle = g_new (Idle, 1); /* Stays: a call may be made again. */

  REAL (g_idle_add);
  *idle = (Idle){func, data};
  __tsan_release (idle);
  return real (call_idle, idle);
}

void
g_task_return_boolean (GTask *task, gboolean result)
{
  REAL (g_task_return_boolean);
  __tsan_release (task);
  real (task, result);
}

void
g_task_return_error (GTask *task, GError *error)
{
  REAL (g_task_return_error);
  __tsan_release (task);
  real (task, error);
}

void
g_task_return_pointer (GTask *task, gpointer result, GDestroyNotify destroy)
{
  REAL (g_task_return_pointer);
  __tsan_release (task);
  real (task, result, destroy);
}

gboolean
g_task_propagate_boolean (GTask *task, GError **error)
{
  REAL (g_task_propagate_boolean);
  __tsan_acquire (task);
  return real (task, error);
}

gpointer
g_task_propagate_pointer (GTask *task, GError **error)
{
  REAL (g_task_propagate_pointer);
  __tsan_acquire (task);
  return real (task, error);
}

void
g_object_unref (gpointer object)
{
  REAL (g_object_unref);
  __tsan_release (object);
  __tsan_acquire (object);
  real (object);
}

void
g_ptr_array_unref (GPtrArray *array)
{
  REAL (g_ptr_array_unref);
  __tsan_release (array);
  __tsan_acquire (array);
  real (array);
}
